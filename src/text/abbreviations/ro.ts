import type { AbbreviationTable } from './table.js';

export const ro: AbbreviationTable = {
  always:
    'Dl Dlui Dnei Dna Dnii Dra Dr Dl dl dna dra dr D-l D-lui D-na D-nei D-nii D-ra d-l d-lui d-na d-nei d-ra Dom Prof prof Ing ing Arh arh Ec ' +
    'Conf conf Lect lect Acad acad Gen Col Lt Cpt Plt Mr Mrs Sf sf Sft Pr pr Str str Bd bd Bdul B-dul b-dul Șos șos Sos Cal Al Aleea Int ' +
    'Jud jud Mun Com ex Ex p.ex P.ex cca Cca cf Cf vs aprox Aprox resp lit ș.u Tov',
  numbered:
    'nr Nr bl Bl sc Sc ap Ap et Et art Art alin Alin pct lit pag Pag p pp vol Vol cap Cap fig Fig tel Tel tab sec Sec ian feb mar apr ' +
    'iun iul aug sept sep oct nov dec Ian Feb Mar Apr Iun Iul Aug Sept Oct Nov Dec min max Min Max km ed et v op loc',
  perhaps:
    'av Av ș.a ş.a ș.a.m.d î.Hr d.Hr î.e.n e.n î.C d.C S.A S.R.L SRL mil mld mii lei Co Jr or hm U.S S.U.A a.m p.m A.M P.M N.B P.S',
  local:
    'Dom Al Cal Int Com ex Ex Gen Pr pr Ec sc Sc ap Ap et Et mar min max Min Max km mii lei or hm av Av mil lit Col Conf Jud ed op loc art Art v bd Bd resp',
  openers:
    'un o niște eu tu el ea noi voi ei ele și dar iar însă ori sau ci deci că să dacă când cum unde cine ce care cât de la în din pe cu ' +
    'fără pentru prin spre până după înainte între sub peste lângă apoi atunci acum aici acolo azi astăzi ieri mâine nu da mai foarte ' +
    'tot toți toate toată fiecare unii unele niciun nicio alt altă alți alte acest această acești aceste acel acea acei acele aceasta ' +
    'acesta asta ăsta meu mea tău ta său sa lui lor este e sunt era erau a au am ai ați are avea va vor fi fost se mă te ne vă îl îi îmi ' +
    'își nimeni nimic cineva ceva totuși astfel așa doar chiar încă mereu niciodată poate desigur mulțumesc numai după însă',
};
