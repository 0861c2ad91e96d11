// Made by models/train/spelling.py from the text that bert-mini was trained on; not to be edited by hand.

/** Words that begin with a capital within sentences, in small letters. */
export const CAPITALS = `
aai aaliyah aang aarau aargau aaron abbot abdul aberdeen abraham abrahamic abu academy achilles adam adams
adelaide aditi adobe adolf adriatic aduan adun aegean afghan afghanistan africa african africans aggo agnes ah
ahmad aina airbus aires ajji akai akash akatope akbar akinyi akira akitela akka alabama alan alaska albania
albany albert alberta albertina alberto aldeburgh alesi alex alexander alexandra alexandria alexei alfred
algeria ali alice alicia allah allan allen allende aloke alps aludah alzheimer amadeus amazon america american
americans americas amin amma ammi ammu amsterdam amulet anakin ananke anansi anastasia anatolia anbar andalusia
anderson andes andorra andr andrea andreas andrew andy angela angeles anglia anglican anglo angola angula anil
anita anjou ann anna anne anshgayliacht antarctic antarctica anthony antilles antioch antoine anton antonio
antony antwerp anu apenyo aphrodite apiyo apollo april aquitaine arab arabia arabian arabic arabs aragon aramaic
ararat arbon argentina aristotle arizona arjun arkansas armenia armenian armenians armstrong arnold artemis
arthur aryan asha ashley asia asian aspenclog assyrian atabo athena athens atlanta atlantic auckland august
augusta augustus auschwitz austen austin australasia australia australian australians austria austrian austrians
austro avengers aviv azerbaijan azizi azores aztec aztecs baba babur babylon babylonian babylonians bach baden
badri baghdad bah bahamas bahmondang bahrain baja bakr baldwin bali balkan balliol ballu baltic baltimore
bamberg bangladesh bani baptist barack baraka barbaik barbara barbie barcelona barker barnes barry bart basel
basha basque bassie batista batman bau bavaria bavarian bayern bayreuth beatles bedford bedfordshire bedwyr
beech beethoven beijing beirut bela belarus belfast belgian belgium belize bella bellinzona ben benedict bengal
bengali benin benjamin berg berger berkeley berkshire berlin berlioz bermuda bern bernard bessie betty beverly
beyonc bhaiya bhalu bheema bholu bhutan bia bible biden bilbo billboard billy binni bionicle birmingham bismarck
biwa blackbird blackhawks blair blessom bob bobby boeing bohemia bohr bokwewa boleyn bolivia bologna bolsheviks
bonaparte bonda bonn borat boris bosnia boston botswana boutsen bowie bowser boyne brahms brandenburg brazil
brazilian bremen breton brian bricriu brighton brisbane bristol britain britannica british britons brittany
britten broadway bronx brooklyn bros browny bruce brugg brugh brunei brunswick brussels bryan bubaali buckingham
budapest buddha buddhism buddhist buddhists buenos buffy bulbuli bulgaria bulgarian bullu bundesliga bundesrat
bundestag bunnies bunny bunyan bunyip bureau buren burgundy burma burton busan byzantine byzantines caesar
cairnech cairo calgary california calvin cambodia cambrian cambridge cameron cameroon camille campbell canada
canadian canadians canberra canonbie canterbury cantonese cao caoilte cape carboniferous cardiff carey caribbean
carl carlo carlos carnegie caro carolina caroline carson carta carter carthage caspian cassim cassini castile
castro catalan catalonia catarina catherine catholic catholicism catholics caucasus cayce ceallaigh celandine
celsius celtic celts cena centauri chacha chad chan chandu chang chapman charlemagne charles charlie charlotte
chaucer cheenu chelsea chernobyl cherokee chester chicago chile chilean chimni china chinese chinku chinnu
chintamani chippy chola chopin chris christ christian christianity christians christmas christopher chuck chung
churches churchill chuskit cincinnati cinderella cindy clapton clara claribel clark claude claudius claus
cleopatra cletty cleveland clinton coburg coco cohen coldplay collins cologne colombia colorado columbia
columbus commons commonwealth conchubar concord confederacy confederate confederates confucius congo congress
conn connecticut conrad constance constantine constantinople cooper copenhagen coptic cornish cornwall
cornwallis corsica costa coventry cox crag cranbourne crassus cretaceous crete croaky croatia croatian cromwell
croydon cruz cuba cuban culain cullamore curitiba curtis cyprus cyrillic cyrus czech czechoslovakia daimio daisy
dakota dalai dallas damu dan dandi danes daniel danim danish danny dante danube darfur darth darwin dave david
davis davy debussy december dechtire dee delaware delhi demane demazane democrat denis denmark dennis denver
derek detroit deutsche devi devon devonian dhani dharampal dia diana dick dickens didi diego dima dionysus
disney disneyland diwali dodappa domingo dominican don donald dorset douglas dover dr draco drenthe dresden
dschang dschou dschu dsing dublin duchess duckling dumas dumbledore dumpty duncan dundee dung dungting durham
dutch dvo dyarrig dylan earl easter ebert ecuador eddie eden edgar edinburgh edison edmund edo edward edwin
egypt egyptian egyptians eiffel eilenburg einstein eisenhower eissa eleanor elfin elgar elizabeth ellen elves
elvis emain emily emirates emma emmy england english englishman englishmen enix epsilon epstein ercildoune eric
erin ernest ernestine ernst eros esben esperanto essen essex estonia ethiopia etruscan eugene euler euphrates
eurasia eurasian europa europe european europeans eurovision eva evans eve everest everton exeter facebook
fahrenheit faraz faroe farquhar faso fatima fe featherhead february felix fenians ferdinand fergus fermat
ferrari ferris fey fians fife fiji finland finn finnish fionn firefox fischer fisher flanders fleming flopsy
florence florida floyd ford france frances francis francisco franco franconia frankfurt frankish franklin franks
franz fraser fred frederick freel french freud freyja friday fridays friedrich friesland frieza frisian frodo
frusciante gabbar gabe gabriel gabrielle gaelic gagarin gaia galerius galicia galilean galilee galileo gandalf
gandhi gandhiji ganesha ganges garfield gargi garibaldi gartee gary gauda gaul gauri gaza geb geneva geoffrey
georg george georges georgia georgian gerald german germanic germans germany gershwin gettysburg ghana ghats
giauna gibraltar gibson gilbert ginger gingile giovanni giza glarus glasgow glastonbury glenn gloucester god
goebbels goethe gogalguy gogo goku golu goody google gopa gopani gorbachev gordon gotha gottfried gowri goya gra
graham grammy gran grande granua grau graub greece greek greeks greenland greenwich gregorian gregory grethel
grieg guam guatemala gubbi guinness gulf gulli gustav gutenberg gwrhyr gwrnach gynt habetrot habsburg hackee
hades hague haiti haitian hajj halloween halvor hamburg hamilton hampshire han hana handel hanna hannibal
hanover hans hanuman harold harris harrison harry hart harvard harvey hase hastings hathi hawaii hawaiian haydn
hayes headmaster hebrew hebrides heidelberg heinrich heisenberg helen helena helene hellenistic helsinki
hemingway hendrix henny henri henry hephaestus hera herakles herbert hercules hermes hermione herod herschel
hertfordshire herzegovina hesse hia hidesato hillary hilton himalayas hindenburg hindi hindu hinduism hindus
hippo hiroshima hispaniola hitler hobbes hoboken hogwarts hokkaido holland holloway holloweg hollywood holmes
holocaust homer honduras honeyguide hong honolulu hoover horus houston howard huang hubble hudson hugh hughes
hugo hulda hume humpty hunca hungarian hungary hussein hyacinthia hyde hyderabad hz i'd i'll i'm i've ian
iberian iceland icelandic idaho igodhoobe igor illinois imma inaba inc inca india indian indiana indianapolis
indians indies indigo indo indonesia indonesian indus inji inquisition insato intel internet inuit inuyasha
inyang io iowa ipswich iran iranian iraq iraqi ireland irish isaac isabella islam islamic isle ismail isolde
israel israeli israelites istanbul italian italians italy ivan jabu jack jackson jacksons jacob jacques jadav
jainism jamaica james jamie jamun jan jane janeiro january japan japanese jason java jay jean jedi jeff
jefferson jegu jehovah jemima jeppe jerry jerusalem jesse jesuit jesus jew jewish jews jim jimmy jinnah jjaja
joan joe joey jofuku johann johannes john johnny johnson jojo jon jonas jonathan jones jong jordan jorinde
joringel jos jose josef joseph josh josquin joss jr juan judah judaism julia julian juliet julius july june juno
jupiter jura jurassic justin kaage kagome kai kaiser kaka kala kalabushe kalahari kalia kallu kane kansas kant
karen karl karnataka kashmir kate kategga katherine katitu kato katrina katumbi kaushik kavin kayanja kazakhstan
keane keg keith keke kellner kelly kennedy kent kentucky kenya kerala kerouac kerry keshav kevin keynes khajuria
khalai khan khmer khrushchev kian kieva kiio kikyo kilweh kim kincha kindru kintaro kirk kisirusiru kitta klein
knos knowles knox ko kobe koeppen kojata kolo kong korea korean koreans kosovo kotei krishna kronos kubrick
kumari kumaso kung kurdistan kurt kutti kuwait kwasynd kwere kyle kyoto kyushu labrador ladybird lahore laird
lakotah lakshmi lali lalu lancashire lancaster langlen lanka laos laotsze lapland larry lasse latin latvia laura
lawrence lebanese lebanon lee leeds leela leelinau leibniz leicester leigh leipzig lenin lennon lenzburg leo
leonardo leone leopold leslie letiko levi lewis li liang libya lillwacker lilly limburg lincoln lincolnshire
linda linux lisa liszt lithuania lithuanian liu liverpool lloyd locarno locke loco lodipo loki lombardy london
lorenzo lorraine los louis louise louisiana louvre lucas lucca lucie lucinda lucy ludwig lugano luigi luis luke
lulu luther lutheran luxembourg ma maaloo maastricht mabon macau macbeth macedonia macha madagascar madeira
madgulkar madhu madison madonna madrid magna magozwe mahabharata maharaj maharashtra mahler maidwa maine maisie
malawi malay malaysia malcolm mali malta maltese manabozho manawyddan manchester manchuria mandela maneo
manhattan mani manikantan manila manito manitoba mansell manson mantua manu manuel mao mar marcus margaret maria
marie marino mario mars marshall martha martin martina marvin marx marxism marxist mary maryland masaccio
massachusetts masterji mata matata matilda matoran matt matthew maurice mauritania mauritius mavis maxwell maya
mayan mecca medici medina mediterranean meenu meiji melanie melbourne memphis mendel mendelssohn mendrisio
mersenne mesopotamia mesozoic metallica methodist mexican mexico miami michael michelangelo michelle michigan
mickey microsoft midlands midna mike mikhail milan millipede milton ming minh minneapolis minnesota miranda
mishosha mississippi missouri mister mitchell mithu mkhize mme mogale mohan moldova momotaro monaco monday
mondays mongol mongolia mongolian mongols monica monkees monroe montana monte montenegro montgomery montreal
moore moppet morgan morgiana mormon mormons morna morraha morrison moru moscow moselle moses moti motown mouchak
mozambique mozart mpho mpunzi mr mrs ms mt mtonyama muffet mughal muhammad mukhwana mullioned mulongo mumbai
munca munia munich munni murakumo muri murmur murray murtough musau muse muslim muslims mussolini mustang
muthoni myanmar nabuyanja nadu nagano nagasaki nagorno nagoya nagumo nam nambuya namibia namukhaywa nancy
nangila nani nanjing nanni nannini naples napoleon napoleonic nara naraku narita nash nashville natasha nazi
nazis ncede nebraska neha neil nelson nemo nepal neptune nero ness nether netherlands nettikutti nevada neville
nevis newcastle newfoundland neymar ngede ngwe niall nicaragua nicene nicholas nickelodeon nicolas nicole
nidwalden niger nigeria nikko nikolai nile nilsson nina nintendo nirvana nixon nkanyezi noah nobel nonkungu
nordic norfolk norman normandy norris norroway norse norte northampton norway norwegian nosisa notre notscha
nottingham november nozibele nui nupedia nuremberg nutcracker nyamani nyame oakland obama oceania octavian
october oder odessa odin odongo odysseus oggy ohio okinawa oklahoma ola olga oliver olivier olokwango olwen
olympiad olympians olympic olympics olympus omaha oman ombalantu ono ontario onwee oonagh oregon orlando orleans
osaka oscar oscars osiris oslo osseo ototachibana ottawa otto ottoman owasso owen oxford pa pablo pacha pacific
paddock pak pakistan pakistani palestine palestinian palin palinyang pam panama papa paplu papua paraguay
paralympics paramount paran paris parker pascal patrese patrick paul paulo pedi pedro peepi peloponnese penkawr
pennsylvania pensa pepe pepsi percy permian perpetual perry persia persian persians perth peru perugia pete
peter petersburg phani phil philadelphia philharmonic philip philippine philippines phillip phillips phoebe
phoenician phoenicians phoenix phyllis picasso pickles pierre pinkel piquet pisa pittsburgh pitu pius pixar
piyali pizarro planck plato pleistocene pluto plymouth poe poi pok poland polynesia polytechnic pompey
porrentruy portland porto portugal portuguese poseidon powell pradesh prague prakruti presbyterian presley
preston princeton prix proms prost protestant protestantism protestants prussia prussian pryderi ptolemy puerto
pulitzer punjab punjabi purcell pushkin putin qatar qing quebec queensland quito qur'an quran rachel radcliffe
rahim rahul raiko raj raju rakesh ralph rama ramayana ramlila ramu ramya randy rangers raphael rapule rashomon
rasputin ratshipi ravan ravel raymond raza reagan reena reeti refiloe reggie rehman reich reichstag remus
renaissance republic republican rh rhea rhee rhett rhiannon rhine rhineland rhode rhymer ribby rica richard
richmond richter rick rico rimsky ringo rini rinku rita ritu robert roberts robinson robson roger rogers rohan
roma roman romania romanian romans rome rommel romulus ron ronald roosevelt rosa ross rotterdam rowling roy rua
rudolf ruhr rumniya rupa rupali rus russell russia russian russians ruth rutherford rwanda ryan saar sabbath
saboo saddam safi sahara sainabi sakima sally salvador salzburg sam saman sambar sami samira samoa samuel san
sango sanju sanskrit santa santana santiago santo sapporo sarah sardarji sardinia saru saskatchewan satan
saturday saturdays saturn saudi sauron saxe saxon saxons saxony scala scandinavia scandinavian scarlett schi
schleswig schoenberg schr schubert schumacher schumann scotch scotia scotland scots scott scottish sean seattle
sebastian sega seine semitic senate sendai senegal senna senseless sentaro seoul september serbia serbian sergei
setanta seth seville seymour shabbo shah shahi shakespeare shalini shang shanghai shaw sheela sheem sheen
sheffield sher shetland shia shibuya shinjuku shinkansen shinto shiro shishi shiva shobhini shostakovich shreya
shriya shruti shu shyamlal si siberia siberian sichuan sicily siegfried siegmund siena sierra sikh silverwhite
simba simbegwire simon simpson simpsons sims sindiwe singapore singh sinn sino sipao sipho sirishji sirius
sistine sith sizwe skype skywalker slavic slavs sloot slovak slovakia slovenia snape sniffles snowflake soapy
socrates solomon somali somalia somerset sona sony soria soviet soviets sox spain spaniards spanish sparta
spector spencer spielberg spike springfield springsteen sri sringeri srinivas stalin stan stanford stanley starr
states stephen steve steven stewart stockholm strauss stravinsky stuart stuttgart sudan suffolk sufi sul
sumerian sumerians sunball sundari sunday sundays sunderland sunni susan sussex sweden swedish swiss switzerland
sydney sylvia syonzola syria syrian tabitha tagore tahiti taipei taiwan taiwanese tajikistan takeru taliban
tamil tampa tang tanzania taoiseach taoism tara tasmania tasneem taylor tchaikovsky ted tehran teletubbies
telugu temu tennessee tenochtitlan teotihuac teresa terminator terry terute testament texas thai thailand thaimi
thames thangwang thanksgiving thatcher theingi themba theodore thile thomas thompson thor thumbelina thurgau
thuringia thursday thuza tiberius tibet tibetan ticino tim timberlake timmy timor timothy tina tinku tiptoes
titanic titans toa todd togar tokyo toledo tom tommy tong tony tooka torah toronto torre tot tota totaram
toyonari toyota transylvania trek trent trevor triassic tristan triton truman tschauna tselane tsian tsin tudor
tuesday tum tunisia turin turing turkic turkish turks turner tuscany twitchit twitter tyler tyne tzu udrost ueno
uganda ukraine ukrainian ulster unfaithful united unni unyalego ur uranus uraschimataro urdu uruguay utah
uzbekistan vader vaidya valais valentine valera valle vancouver vatican vaud vaughan vayu vedas veeru vegas
vegeta venezuela venice venus verde verdi vermont versailles vesta victoria victorian vidya vienna vietnam
vietnamese vihaan viking vikings vikram vincent vinci virginia vishnu vista vlad vladimir voilet voivodeship
voldemort voyager vulture vusi wagner wales wallace wallachia walt walter walton wang warner warsaw warwick
warwickshire washington wassamo watanabe waterloo watson wayne weber wednesday weendigo wei weimar wellington
welsh wen wesley wessex westminster whedon whig whittier wicca wii wikimedia wikipedia wilde wilhelm william
williams willie willis wilma wilson wimbledon windsor winfrey winnipeg winston wisconsin wolfgang worcester
wotan wright wu wunzh wyoming xbox xena yale yamato yamdoot yamraj yankees yash yayeri yellowstone yemen yerevan
yoko yokohama york yorkshire yspaddaden yuan yucat yugoslavia yuri yusuf zama zambia zanzibar zapotec zara
zealand zedong zelda zengi zeppelin zeus zhoola zhou zimbabwe zodwa zurzach
`;

/** Words with other capitals, as they are written. */
export const OTHER_CAPITALS = `
ABC AC AIDS ATM ATP BAFTA BBC BC BCE BDD BMI BooBoo CBS CD CDU CDs CEO CIA CNN CPU CPUs DC DJ DNA DVD DVDs EMI
EP EU FBI FC FIFA GB GDP GDR GNU GPS HIV HMS HTML IBM ICC ICRC ID IE II III ILU IOC IP IQ ISO ITV IV IX KGB LGBT
LSD MGM MP MPs MTR MTV MW McCartney McDonald McKinley McMahon MediaWiki MiG NASA NATO NBA NBC NFL NHC NHL NSDAP
O'Toole OK PC PhD ProTour RAF RNA SCSI SPD SPL SS SmackDown TV UCI UEFA UFO UK UNESCO USA USB USD USSR UTC VHS
VII VIII WB WWE WWF WWII WrestleMania XII XIII XIV XP XVI YouTube iPad iPhone iPod iTunes
`;

/** Words that begin with a capital only after certain others: `word:others`. */
export const CAPITALS_AFTER = `
cookie:dog,named liberty:of march:in,on may:in,of,on new:from,in,visit north:in park:on south:in,of turkey:in
`;

/** Words that begin with a vowel and have the article "a". */
export const WITH_A = `
and espa european once one ufo ukrainian unesco unicorn unicycle unified uniform union unique unit unitarian
unitary united universal universe university unix url usb use used useful user usual usually
`;

/** Words that begin with a consonant and have the article "an". */
export const WITH_AN = `
der fbi heir heiress honest honor honorable honorary honour honourable hour hourglass hourly mri mtv nba nbc nhl
rna std sti suv the
`;
