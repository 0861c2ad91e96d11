import type { AbbreviationTable } from './table.js';

export const es: AbbreviationTable = {
  always:
    'Sr Sra Sres Sras Srta Srtas D Da Dña Dn Dr Dra Dres Dras dr dra sr sra srta prof profa lic ing gral Prof Profa Lic Licda Ing Arq Abg Gral Cnel Cmdte Tte Sgto Cap ' +
    'Excmo Excma Ilmo Ilma Rvdo Rvda Mons Fr Sto Sta Hno Hna Pdte Pdta Vdo Av Avda Av.da Bv Blvr Pza Plza Ctra Cra Cl Urb Edif p.ej P.ej ej Ej aprox ' +
    'Aprox cf Cfr cfr vs Bs Gdor Min Mtro Mtra Ma Fco Mr Mrs tfno atte',
  numbered:
    'pág págs Pág Págs p pp pag núm núms Núm Núms n no nro Nro art arts Art Arts cap caps Cap Caps fig figs Fig tel tels Tel tfno Tfno ' +
    'vol vols Vol t lib ed tab máx mín Máx Mín ext Ext inc apdo Apdo s ss Ud ene feb mar abr may jun jul ago sep sept oct nov dic dpto ' +
    'Dpto piso c C km Km lín v nº N°',
  perhaps:
    'EE.UU FF.AA CC.OO RR.HH JJ.OO DD.HH NN.UU a.C d.C a.deC d.deC a.J.C d.J.C S.A S.L S.A.S C.V As Ud Uds Vd Vds ud uds Jr Inc ' +
    'Co Cía cía Ltda Hnos izq dcha der dto Dto Depto depto Univ a.m p.m A.M P.M q.e.p.d Q.E.P.D P.D P.S N.B U.S dpto',
  local:
    'D Da Ma Cap Min Cl Cra ej Ej n no mar may c C s t inc As der dto Bs ed lib n v Vd piso Mtro atte Fr Sta Sto Av Co Ud ud Bv ene ago ext art Art tab',
  openers:
    'el la los las un una unos unas lo él ella ellos ellas yo tú usted ustedes nosotros vosotros me te se nos os le les y e o u pero ' +
    'sino mas aunque porque pues que qué quién quien cuándo cuando cómo como dónde donde cuál cual cuánto por para con sin en de del al a ' +
    'ante bajo desde entre hacia hasta según sobre tras durante si no sí ya también tampoco además luego después antes entonces ' +
    'ahora hoy ayer mañana aquí allí ahí así más menos muy mucho muchos mucha muchas poco pocos todo todos toda todas cada algún alguno ' +
    'algunos alguna algunas ningún ninguno ninguna otro otra otros otras este esta estos estas esto ese esa esos esas eso aquel ' +
    'aquella aquello mi mis tu tus su sus nuestro nuestra es son era fue fueron está están hay había ha han he tiene nadie nada ' +
    'alguien algo siempre nunca quizá quizás tal bien gracias finalmente',
};
