import type { AbbreviationTable } from './table.js';

export const en: AbbreviationTable = {
  always:
    'Mr Mrs Ms Mx Dr Prof Mt Ft Rev Hon Fr Gen Col Maj Capt Cpt Lt Sgt Cpl Cmdr Cdr Adm Gov Sen Rep Pres Supt Insp ' +
    'Det Amb Messrs Mme Mlle mr mrs ms dr prof e.g i.e eg ie cf vs viz ca approx incl excl resp esp aka op loc al.seq',
  numbered:
    'No Nos Fig Figs fig figs Vol Vols vol vols p pp Ch ch Chap chap Sec sec Secs Eq eq Eqs Tab Ex Abs Art art Par para ' +
    'ed v n° c b d r est Est ext Ext Ref ref Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri min max Min Max Tel tel ' +
    'ver Ver cit App Op Bk bk ll fl R.S nr Cir Apt apt Rm Ste Ph.No P.O.Box',
  perhaps:
    'St Sts Inc Ltd Co Corp Cos Jr Sr Bros Dept dept Univ Assn a.m p.m A.M P.M am pm B.C A.D B.C.E C.E Ph.D M.D B.A M.A B.Sc ' +
    'M.Sc D.C L.A N.Y Ave Blvd Rd Dr Hwy Pkwy Sq Pl Ct al Wm Geo Chas Jas Jos Th Esq R.I.P P.S N.B U.S U.K U.N E.U Mfg Intl ' +
    'Ala Ariz Calif Colo Conn Fla Ill Ind Kan La Mass Mich Minn Mo Neb Okla Ore Pa Tenn Tex Va Vt Wash Wis',
  local:
    'No Nos am pm eg ie c b d r est Est Mo La Pa Va Wash Ill Ind Ore Mass al Tab Ex Par Rep ll op loc cit ver ref resp esp',
  openers:
    'the a an this that these those it he she they we you i there here in on at as if when while after before but and so ' +
    'or then however for with to its his her their our my your what who why how where which is are was were do does did not ' +
    'no yes all some many most both each every one another other such because since although though until once perhaps maybe ' +
    'also still even just only now today tomorrow yesterday later soon finally first next again never always often sometimes ' +
    'let don please can could will would should must has have had from by about during between under over without within ' +
    'through meanwhile moreover therefore thus hence instead nobody nothing everyone everybody everything somebody someone',
};
