"""Names and places that take each other's place in translation pairs (see augment.py)."""

MALE = """Tom John Jack Bob Ken Mike Bill Jim Sami Peter Paul Mark David Daniel Michael Thomas Robert James William
George Frank Henry Charles Edward Richard Joseph Anthony Andrew Stephen Steven Brian Kevin Eric Simon Martin Lukas Felix
Jonas Leon Max Moritz Finn Ben Noah Elias Paulo Marco Luca Matteo Antonio Carlos José Juan Luis Miguel Javier Pablo Diego
Pedro Jorge Fernando Alejandro Andrés Rafael Pierre Jean Jacques Michel Louis Henri Philippe Nicolas Julien Antoine Hugo
Gabriel Mathieu Olivier Ion Andrei Mihai Alexandru Ștefan Radu Vlad Cristian Florin Bogdan Ivan Igor Dmitri Sergei Oleg
Omar Ali Ahmed Hassan Yusuf Karim Samir Rashid Wei Chen Hiroshi Kenji Takeshi Raj Arjun Sanjay Oliver Jacob Ethan Liam
Mason Logan Samuel Adam Aaron Alan Albert Oscar Ralph Roger Walter Fritz Hans Klaus Jürgen Günther Wolfgang Dieter Uwe
Sven Lars Nils Erik Björn Magnus Patrick Sean Connor Dylan Owen Kwame Kofi Chidi Thabo Sipho Rafi Harry Ron Fred""".split()

FEMALE = """Mary Anna Maria Lisa Sophie Emily Jane Alice Linda Lucy Kate Susan Layla Emma Olivia Sophia Isabella Mia
Charlotte Amelia Ella Grace
Chloe Lily Zoe Hannah Sarah Laura Julia Lea Lena Marie Clara Paula Nina Eva Ida Greta Frieda Johanna Katharina Ursula
Monika Petra Sabine Heike Anja Claudia Barbara Elisabeth Margaret Elizabeth Catherine Victoria Rebecca Rachel Jessica
Jennifer Amanda Melissa Nicole Stephanie Carmen Lucía Sofía Elena Isabel Pilar Rosa Teresa Dolores Beatriz Camila
Valentina Gabriela Daniela Camille Manon Léa Inès Jeanne Juliette Louise Margaux Céline Sylvie Nathalie Brigitte Odile
Ioana Andreea Mihaela Cristina Raluca Alina Irina Olga Natasha Svetlana Tatiana Fatima Aisha Leila Amina Yasmin Zahra
Mei Yuki Keiko Sakura Priya Anjali Lakshmi Nadia Ruth Esther Martha Helen Diana Fiona Bridget Siobhan Ingrid Astrid
Freya Sigrid Birgit Amy Ann Betty Carol Dorothy Ellen Gloria Janet Judy Karen Nancy Sandra Sharon Wendy Yvonne
Zola Thandi Adaeze Ngozi Abena Heidi Ginny Hermione Wilma""".split()

SURNAMES = """Jackson Smith Brown White Green Johnson Williams Jones Miller Davis Wilson Taylor Thomas Moore Clark Lewis
Walker Hall Young King Wright Scott Hill Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans
Edwards Collins Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Dubois Durand Leroy Moreau Laurent Lefebvre
Michel Garcia Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Mercier Martínez López Sánchez Pérez Gómez
Fernández Rodríguez Ruiz Díaz Moreno Álvarez Romero Navarro Torres Domínguez Vázquez Ramos Popescu Ionescu Popa Dumitru
Stan Gheorghe Rusu Munteanu Matei Constantin Marin Ivanov Petrov Nguyen Tanaka Suzuki Yamada Kim Lee Wang Zhang Khan Patel
Singh Kumar Hansen Johansson Andersson Olsen Nielsen Rossi Ferrari Bianchi Kowalski Novak Horvat Nagy Okafor Mensah""".split()

# English, German, French, Spanish, Romanian; one name where all agree
CITIES = [tuple(row.split("/")) for row in """Boston
Tokyo/Tokio/Tokyo/Tokio/Tokyo
London/London/Londres/Londres/Londra
Paris/Paris/Paris/París/Paris
Berlin/Berlin/Berlin/Berlín/Berlin
New York/New York/New York/Nueva York/New York
Rome/Rom/Rome/Roma/Roma
Moscow/Moskau/Moscou/Moscú/Moscova
Vienna/Wien/Vienne/Viena/Viena
Munich/München/Munich/Múnich/München
Cologne/Köln/Cologne/Colonia/Köln
Hamburg/Hamburg/Hambourg/Hamburgo/Hamburg
Frankfurt/Frankfurt/Francfort/Fráncfort/Frankfurt
Madrid
Barcelona/Barcelona/Barcelone/Barcelona/Barcelona
Lisbon/Lissabon/Lisbonne/Lisboa/Lisabona
Milan/Mailand/Milan/Milán/Milano
Venice/Venedig/Venise/Venecia/Veneția
Florence/Florenz/Florence/Florencia/Florența
Naples/Neapel/Naples/Nápoles/Napoli
Athens/Athen/Athènes/Atenas/Atena
Prague/Prag/Prague/Praga/Praga
Warsaw/Warschau/Varsovie/Varsovia/Varșovia
Budapest
Bucharest/Bukarest/Bucarest/Bucarest/București
Geneva/Genf/Genève/Ginebra/Geneva
Zurich/Zürich/Zurich/Zúrich/Zürich
Brussels/Brüssel/Bruxelles/Bruselas/Bruxelles
Copenhagen/Kopenhagen/Copenhague/Copenhague/Copenhaga
Stockholm/Stockholm/Stockholm/Estocolmo/Stockholm
Amsterdam/Amsterdam/Amsterdam/Ámsterdam/Amsterdam
Dublin/Dublin/Dublin/Dublín/Dublin
Edinburgh/Edinburgh/Édimbourg/Edimburgo/Edinburgh
Beijing/Peking/Pékin/Pekín/Beijing
Shanghai/Shanghai/Shanghai/Shanghái/Shanghai
Kyoto/Kyoto/Kyoto/Kioto/Kyoto
Osaka
Seoul/Seoul/Séoul/Seúl/Seul
Singapore/Singapur/Singapour/Singapur/Singapore
Istanbul/Istanbul/Istanbul/Estambul/Istanbul
Jerusalem/Jerusalem/Jérusalem/Jerusalén/Ierusalim
Chicago
San Francisco
Los Angeles
Washington
Philadelphia/Philadelphia/Philadelphie/Filadelfia/Philadelphia
Miami
Dallas
Houston
Seattle
Denver
Toronto
Montreal/Montreal/Montréal/Montreal/Montreal
Vancouver
Sydney/Sydney/Sydney/Sídney/Sydney
Melbourne
Nairobi
Lagos
Dakar
Lima
Bogota/Bogotá/Bogota/Bogotá/Bogota
Buenos Aires
Montevideo
Santiago
Valencia/Valencia/Valence/Valencia/Valencia
Seville/Sevilla/Séville/Sevilla/Sevilla
Bilbao
Toledo/Toledo/Tolède/Toledo/Toledo
Lyon
Marseille/Marseille/Marseille/Marsella/Marsilia
Bordeaux/Bordeaux/Bordeaux/Burdeos/Bordeaux
Toulouse
Nice/Nizza/Nice/Niza/Nisa
Strasbourg/Straßburg/Strasbourg/Estrasburgo/Strasbourg
Lille
Nantes
Bremen/Bremen/Brême/Bremen/Bremen
Hanover/Hannover/Hanovre/Hannover/Hanovra
Stuttgart
Leipzig
Dresden/Dresden/Dresde/Dresde/Dresda
Nuremberg/Nürnberg/Nuremberg/Núremberg/Nürnberg
Potsdam
Bonn
Salzburg/Salzburg/Salzbourg/Salzburgo/Salzburg
Cluj
Brașov
Manchester
Liverpool
Oxford
Cambridge
Glasgow
Bristol
Oslo
Helsinki
Riga
Mumbai
Delhi/Delhi/Delhi/Delhi/Delhi
Bangkok
Hanoi/Hanoi/Hanoï/Hanói/Hanoi
Jakarta/Jakarta/Jakarta/Yakarta/Jakarta""".split("\n")]
CITIES = [row if len(row) == 5 else row * 5 for row in CITIES]

# Countries that take no article in German and, in French, en and l' (so that the words around them fit)
COUNTRIES = [tuple(row.split("/")) for row in """Australia/Australien/Australie/Australia/Australia
Italy/Italien/Italie/Italia/Italia
Spain/Spanien/Espagne/España/Spania
Germany/Deutschland/Allemagne/Alemania/Germania
Austria/Österreich/Autriche/Austria/Austria
England/England/Angleterre/Inglaterra/Anglia
India/Indien/Inde/India/India
Ireland/Irland/Irlande/Irlanda/Irlanda
Scotland/Schottland/Écosse/Escocia/Scoția
Argentina/Argentinien/Argentine/Argentina/Argentina
Algeria/Algerien/Algérie/Argelia/Algeria
Africa/Afrika/Afrique/África/Africa
Europe/Europa/Europe/Europa/Europa
Asia/Asien/Asie/Asia/Asia
Iceland/Island/Islande/Islandia/Islanda""".split("\n")]
