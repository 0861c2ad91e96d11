import type { AbbreviationTable } from './table.js';

export const fr: AbbreviationTable = {
  always:
    'M MM Mme Mmes Mlle Mlles Me Mgr Dr Drs Pr Prof Cdt Col Gal Lt Mr Vve dr prof av Av apr env Env p.ex ex c.-à-d c-à-d cf Cf réf ' +
    'Réf bd Bd boul rte r tél Tél dir coll trad éd Éd Cie Ets Sté cad resp dép hab St.-',
  numbered:
    'art Art chap Chap fig Fig p pp vol Vol t n° N° no nos num Num §§ al tab Tab pl Pl tél Tél tel Tel max min Max Min janv févr ' +
    'avr juil sept oct nov déc v V ch Ch ann Ann r s ill éd hab',
  perhaps:
    'St Ste Sts Stes J.-C j.-c Jr apt Apt arr fém masc sing plur adj adv suiv sq Inc S.A S.A.R.L R.F É.-U E.-U U.S A.M P.M N.B P.-S ' +
    'Av Ch Ph Th Fr Jos min h.c N.D N.-D',
  local:
    'M Me Col Gal Pr ex r t s v V al Ch Ch coll dir no nos num pl Pl ill env cad hab boul min max resp rte fém sing adj adv arr apt bd Bd art Art',
  openers:
    "le la les un une des du de au aux il elle ils elles nous vous je tu on ce cet cette ces c' j' l' d' qu' n' s' m' t' et mais ou " +
    'donc or ni car que qui quoi quand comment pourquoi où comme si dans en sur sous avec sans pour par chez vers entre avant après ' +
    'depuis pendant lors puis alors ensuite enfin ainsi aussi cependant pourtant toutefois mon ma mes ton ta tes son sa ses notre nos ' +
    'votre vos leur leurs tout tous toute toutes chaque plusieurs quelques certains certaines aucun aucune rien personne ' +
    'hier demain maintenant ici là oui non ne pas est sont était ont a y à bien très plus moins encore déjà toujours jamais parfois ' +
    'souvent voici voilà cela ça ceci celui celle ceux celles lui eux moi toi soi peut merci',
};
