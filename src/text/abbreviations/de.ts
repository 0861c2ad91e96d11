import type { AbbreviationTable } from './table.js';

export const de: AbbreviationTable = {
  always:
    'Hr Hrn Fr Frl Dr Prof Dipl Ing Mag Univ Gebr Fa Sog sog bzw vgl Vgl ca Ca inkl exkl zzgl abzgl evtl ggf Ggf gem lt bez ' +
    'betr Betr insb insbes bes spez allg geb verh verw ehem gest hl Hl Inh Hrsg hrsg Übers Red Präs Bsp dt Dt engl frz franz ' +
    'lat griech ital span russ kath ev evang städt staatl bspw Mr Mrs Ms dr prof hr z.B Z.B d.h D.h d.i u.a o.ä o.g O.g i.A i.V v.a z.T Z.T ' +
    'z.Z z.Zt z.H s.o s.u S.u m.E M.E u.U U.U i.S i.S.v i.V.m i.Allg m.a.W M.a.W zus urspr Urspr od entspr max min mind höchst durchschn',
  numbered:
    'Nr Nrn nr Art Abs Kap S Z Ziff Rn Rdnr Bd Bde Abb Tab Anm Anl Aufl Lfg Jg Bl Fn Fig Vol Vers Abschn Tel Fax Mobil geb Geb ' +
    'gest Gest gegr Gegr Mind Max Min Jan Jän Feb Mär Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa So Haus-Nr ' +
    'p pp v §§ Kl Gl Satz Par Seit seit Postf Hs Op BWV KV',
  perhaps:
    'Str str Pl St Mio Mrd Tsd Jh Jhd Jahrh Std Min Sek Wo Abt Ges Gesch Hbf Bhf Inc Ltd Co Corp Jr Sr jun sen Th Ch Chr Joh ' +
    'Wilh Friedr Frhr med phil jur rer nat theol habil h.c vet dent oec pol em mult i.d.R I.d.R a.D v.Chr n.Chr v.u.Z n.u.Z a.M a.d i.Br ' +
    'U.S Ph.D A.M P.M a.m p.m i.R e.V E.V s.t c.t o.B Verf Bez Kto Prov Kt Stk Dtz Pkt Art.-Nr',
  local:
    'Fa Sog bes od min max mind Art art S Z So Do Mi Di Mo Sa Fr Max Min Pl pol nat sen jun Wo Par Seit seit Satz Mobil Fax hl ' +
    'span ital lat Red dent vet med zus Gl Kl Ges Op Mag Bez bez Vers Ges Kt Hs Bl',
  openers:
    'der die das den dem des ein eine einen einem einer er sie es wir ihr ich du man und aber oder doch denn in im am an auf aus bei ' +
    'beim mit nach seit von vom vor zu zum zur über unter zwischen durch für gegen ohne um bis wenn als dann so da daher darum deshalb ' +
    'dort hier heute gestern morgen jetzt nun danach dabei dazu damit dafür dagegen darauf darin davon davor später schon noch nur ' +
    'auch nicht kein keine keiner alle alles viele einige manche mehrere beide jeder jede jedes dieser diese dieses jener jene mein ' +
    'meine dein deine sein seine ihre unser unsere euer eure was wer wie wo warum wann welche welcher welches ob weil obwohl während ' +
    'nachdem bevor ist sind war waren hat haben hatte wird werden wurde kann können muss soll bitte ja nein vielleicht endlich ' +
    'schließlich zuerst zuletzt trotzdem außerdem allerdings jedoch sonst bald immer nie oft manchmal niemand nichts jemand etwas mir dir ' +
    'ihm ihnen uns euch sich wieder weiter also dass sogar selbst',
};

/** Words that an ordinal stands before though nothing else tells ("7. Tag"). */
export const AFTER_ORDINAL =
  'Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert Jahrhunderts Jahrtausend ' +
  'Klasse Auflage Weltkrieg Weltkriegs Stock Etage Platz Rang Tag Tages Tage Woche Monat Monats Jahr Jahres Mal Geburtstag Kapitel ' +
  'Band Teil Akt Liga Bundesliga Runde Spieltag Minute Stunde Semester Quartal Halbjahr Halbzeit Grad Ordnung Versuch Bezirk ' +
  'Jahrestag Obergeschoss Untergeschoss OG UG FC SC SV Sinfonie Symphonie Satz Gang Klässler Preis Reihe Stelle Schritt Stufe Strophe Advent';

/** Whether an ordinal may follow: an article, a pronoun, a preposition, another ordinal's conjunction. */
export const BEFORE_ORDINAL =
  /^(?:d(?:er|ie|as|em|en|es)|(?:[mds]ein|ihr|unser|unsr|euer|eur|kein|jed|dies|jen|welch|manch|ein)e?[mnrs]?|am|im|zum|zur|vom|beim|ins|ans|aufs|übers|fürs|und|oder|bis|ab|seit|nach|vor|zu|in|an|auf|von|für|als|pro|sowie)$/iu;
