"""Given names and surnames that are common in England and Wales, for telling a person's name from other words.

Written from general knowledge, and only as long as it must be: a name that stands in none of these lists is still found
beside a title, a cue ("the defendant ...") or in an address of a mailbox. *Doubtful* names are also ordinary words, places
or months, and count only beside something that settles it.
"""

from __future__ import annotations

FAR_GIVEN = frozenset(
    """
    olena oksana svitlana iryna dmytro volodymyr andriy mykola vasyl yuliia tadeusz zbigniew stanislaw wieslaw bozena jolanta
    ewelina dorota halina grazyna wei ming xiao ying jing hui nguyet thanh linh hoang mai-ly kofi ama abena kwabena yaw efua
    chinedu nkechi ifeoma uche tariro tendai sipho thabo nomsa hodan ayaan abdi faduma
    thandiwe thandi sibusiso bongani lindiwe nokuthula themba mandla zanele nomvula tendayi rudo tapiwa farai chipo
    kwadwo adwoa akosua afua yetunde olumide segun bukola titilayo chukwudi adaeze amarachi ebele abimbola olamide
    nasra hibo xiaoming xinyi yifan minh thuy trang huong duc
    """.split()
)
"""Given names that are no English word, and short or rare enough to be asked about only beside another name."""

DOUBTFUL_GIVEN = FAR_GIVEN | frozenset(
    """
    alex alexandra amber angel april art ashley august aurora austin autumn basil bella ben beverley beverly bill
    billy blake bob bonnie brad bradley brook carol carter cath chad charity charlotte chase chelsea chester cliff
    clifford crystal dale dallas dan dawn dean dee derby dev don douglas drew earl eden elton ernest eve evan faith
    finn fleur florence ford frank georgia george gene ginger glen glenn grace graeme grant guy harley harry heath
    hope hunter india iris ivan ivor ivy jack jan jasmine jasper jason jay jeremiah jesse jim jo jordan josie joy jude
    june justice ken kent kim kimberley kirk kit kyle lance laura lee leigh len leo lex lily lincoln logan lottie
    mabel mark martina mason may melody mercy miles milton misty mo morgan myles nat ned norm olive oscar paris pat
    patience pearl penny percy perry pete pip porter preston prince ray reed reg rex rich rob robin rod ron rose ross
    rowan roy ruby rufus rusty sandy sasha shane shirley shelby sheldon sky skye sol spencer stan stanley sterling sue
    summer sunny ted terry tim todd tom tommy tonya trent troy tyler val blessing daisy hazel heather holly max nick
    poppy sally stella tudor warren verity vic victor victoria viola violet virginia wade walter warwick wes whitney
    will willow woody zac zac
    """.split()
)

_SHORT = frozenset(
    """
    andy ange babs baz bev bex caz chaz cheryl chrissie daz deb debs frankie gav gaz geoff jaz jen jenn jess kat kaz kev
    lauz linz lou mags matt mattie maz mick nige raz sal shaz steph stu suz suze tash tez trev trish viv
    """.split()
)
"""Given names as colleagues shorten them."""
GIVEN = (
    _SHORT
    | frozenset(
        """
    aaron abdul abdullah abigail adam adamu adebayo adele adrian agnes agnieszka ahmad ahmed aidan aileen aimee aisha
    ajay akash alan alana alastair albert aleksandra alessandro alexander alexandru alfie alfred ali alice alicia
    alison alistair alisha allison amanda amandeep amelia amina amir amit amy ana anastasia andre andrea andreea
    andrei andrew andrzej angela angus anil anita ann anna annabel anne annette annie anthony antonia antonio anwar
    archie arjun arnold arshad arthur arun asha ashraf asif atif audrey ayesha aysha babatunde balwinder barbara barry
    bartosz beata beatrice becky belinda benedict benjamin bernadette bernard beth bethan bethany bilal bogdan brandon
    brenda brendan brian bridget bronwen bruce bryan bryn caitlin callum cameron carl carla carly caroline carolyn
    carys cassandra catalin catherine cathy catrin cecilia ceri chantelle charles charlie chidi chioma chloe chris
    christian christina christine christopher chukwuemeka ciara claire clare claudia clive colette colin colleen
    connor conor constantin cordelia courtney craig cristian cristina curtis cynthia dafydd damian daniel daniela
    danielle daphne darren dave david davina deborah debbie deepak deirdre delroy denise dennis derek desmond diana
    diane dilip dilys dimitri dominic dominik donna doreen doris dorothy duncan dwayne dylan ebony eddie edward edwin
    eileen elaine eleanor elena eleri elias elijah elise elizabeth ella ellen ellie elliot elliott elsie emanuel emeka
    emily emma emmanuel emrys enid eric erica erin esme esther ethan eugene eva evelyn ewa ewan faisal faizal farah
    farhan fatima fatimah faye felicity femi fergus fiona folake frances francesca francis fred freddie frederick
    freya gabriel gabriela gabrielle gail gareth gary gavin gemma geoffrey georgina geraint gerald geraldine gerard
    gethin gillian giovanni gladys glenys gloria glynis godfrey gordon graham grzegorz gurdeep gurpreet gwen gwyneth
    habib hadiya hamza hannah harjinder harminder harpreet harriet harrison harvey hasan hassan hayley hector heidi
    helen helena henrietta henry herbert hilary hilda howard hubert hugh hugo humza hussain hussein hywel iain ian
    ibrahim ieuan ifan ikram ilona imogen imran ines inga ioan ioana ionut iqbal irene irina isaac isabel isabella
    isabelle ishaan isla ismail iwan jacek jackie jacob jacqueline jade jagdeep jaime jake jakub jamal james jamie
    jamila jane janet janice janine jarek jaroslaw jaswinder javed javier jayden jayne jean jeanette jeff jeffrey
    jemma jennifer jenny jeremy jermaine jessica jessie jill jitendra joan joanna joanne jodie joe joel johanna john
    johnny jon jonathan jose joseph josephine josh joshua joyce juan judith julia julian juliana julie juliet june-ann
    junaid justin justyna kamal kamil karen karim karina karl karolina kasia katarzyna kate katherine kathleen kathryn
    kathy katie kavita kayleigh keeley keith kelly kelvin kenneth kenny kerry kevin khadija khalid kieran kimberly
    kirsten kirsty krishna kristina krystyna krzysztof kuldip kulwinder kunal kwame kylie lakshmi lakhvir lauren
    laurence lawrence leah leanne leila lena leon leonard leroy lesley leslie lewis liam lillian linda lindsay lindsey
    lisa liz lloyd lorraine louis louisa louise luca lucia lucinda lucy luis lukasz luke lydia lyn lynda lynn lynne
    maciej mackenzie madeleine madison magdalena mahmood mahmoud maisie malcolm malgorzata malik mandy manjit manoj
    marcel marcia marcin marcus marek margaret maria mariam marie marilyn mario marion marissa marius mariusz marjorie
    marlene marlon marta martha martin martyn mary maryam mateusz mathew matilda matthew maureen maurice mavis max
    maxine megan mehmet mehmood melanie melissa melvin meredith mia michael michaela michal michele michelle miguel
    mihai mike mila mildred millie miranda miriam mitchell mohamed mohammad mohammed mohan mohsin moira molly monica
    monika morag moshe muhammad muhammed mukesh muriel mustafa myra nadia nadine naeem nafisa nancy naomi narinder
    nasir nasreen natalia natalie natasha nathan nathaniel naveed neha neil neville ngozi nia niamh nicholas nicky
    nicola nicole nigel nikhil nikita nikki nina noah noel nora noreen norma norman obinna octavia olga oliver olivia
    olu oluwaseun omar osman osama owain owen pamela parveen patience patricia patrick patrycja paul paula pauline
    pawel peggy penelope peter petra phil philip philippa phillip phoebe phyllis piotr pooja pradeep prakash pritpal
    priya quentin rachael rachel rafal rahul raj rajan rajesh rajinder rajiv rakesh ralph raluca ramesh ranjit raphael
    rashid ravi ravinder raymond razia rebecca rebekah reginald rehana renata rhian rhiannon rhodri rhona rhys ricardo
    richard ricky rishi rita robert roberta roberto robyn roderick rodney roger rohan roland romana ronald ronnie
    rosalind rosaleen rosanna rosemary rosie rowena roxanne roy rupert russell ruth ryan sabrina sadia safiya saima
    sajid saleem salim salma sam samantha samina samir samuel sandeep sandra sanjay sara sarah saskia satnam saul
    scott sean sebastian seema selina serena shabana shabir shahid shakeel shannon sharon shaun shauna shazia sheena
    sheila shelley shirin shivani shona shreya sian sidney sienna silvia simon simone sinead siobhan sofia sonia
    sophia sophie stacey stefan stefania steffan stephanie stephen steve steven stewart stuart sukhdeep sukhdev
    sukhwinder sunil suresh surinder susan susanna susannah susie suzanne sybil sylvia szymon tahir tamara tamsin
    tania tanya tara tariq tasha temitope terence teresa terri thelma theo theodore theresa thomas tiffany timothy
    tina toby tomasz tony tracey tracy trevor tristan tunde tyrone umar una ursula usha usman uzma valentina valerie
    vanessa vasile vera vernon vicky vijay vikram vincent vinod viorel vivek vivian vivien waheed waqar warren wayne
    wendy wesley wilfred william winifred winston wojciech xavier yasmin yasmeen yolanda younis yousaf youssef yusuf
    yvette yvonne zachary zahid zahra zainab zara zeeshan zoe zofia zubair zuzanna
    """.split()
    )
    - DOUBTFUL_GIVEN
)

SURNAMES = frozenset(
    """
    llewellyn llewelyn prosser bevan beynon probert cadwallader dlamini nkosi mthembu khumalo zulu sithole moyo dube
    ncube mutasa chikwanha asante boateng owusu-ansah addo agyeman oyelaran ogunleye adeleke adeola eze obi okoro
    nnamdi igwe danjuma bello sesay conteh bangura koroma jallow ceesay touray tesfaye haile girma hashi warsame
    farah doe bloggs shevchenko kovalenko bondarenko tkachenko
    abbas abbott abdi abdullah adams adebayo adeyemi ahmad ahmed akhtar akram alam albu aldridge alexander ali allen
    alvarez amin anderson andrews anwar arnold ashraf ashton asif aslam atkins atkinson austin aziz babu bailey
    balogun banerjee banks barker barnes barnett barrett bartlett bartley barton bashir bates baxter begum bell
    bennett benson bhatt bhatti bibi birch bird bishop blackburn booth bowen boyd bradley bradshaw brady brennan
    briggs brookes brooks browne bruce bryant buckley bull burke burns burton butcher butler butt byrne cameron
    campbell carr carroll chambers chan chapman chaudhry chen chowdhury chukwu clark clarke clayton coleman collins
    connolly conway cooper copeland cox crawford cunningham curtis daly daniels das davey davidson davies davis
    davison dawson dean devi dhillon dhaliwal diaz dixon dobson doherty donnelly dosanjh douglas doyle duffy duncan
    dunn dyer eaton edwards egan elliott ellis evans faulkner ferguson fernandes fernandez finch fisher fitzgerald
    fleming fletcher flynn foley ford forster foster fowler francis franklin freeman frost fuller garcia gallagher
    gardiner gardner gibbons gibbs gibson gilbert gill glover goddard gomez goodwin gordon gough graham griffin
    griffiths grewal gupta hale hamilton hammond hancock hanson hardy harding harris harrison hart hartley harvey
    hassan hawkins hayes haynes henderson henry herbert hewitt hicks higgins hilton hobbs hodgson holden holland
    holloway holmes holt hooper hopkins horton houghton howard howarth howe howell hudson hughes humphreys hussain
    hussein hutchinson ibrahim idris iqbal islam ismail jackson jacobs jamil james jarvis jenkins jennings johal
    johnson johnston johnstone jones jordan joseph joshi kamara kapoor kaur kavanagh kay keane kelly kemp kennedy kerr
    khan khatun kirby knowles kowalska kowalski kumar lambert lawson leach lees leonard lewandowski lewis li lim lin
    lindsay little liu lloyd lopez lowe lucas lynch macdonald mackenzie mahmood malik malone manning marsden martin
    martinez matthews maxwell mccarthy mcdonald mcgrath mcgregor mckenna mckenzie mclaughlin mclean mcnally mehmood
    mehta mensah metcalfe miah middleton mills milner mistry mitchell mohamed mohammad mohammed moore moran morris
    morrison mukherjee murphy murray myers nair naylor nazir ndlovu nelson newman newton ng nguyen nicholls nicholson
    nielsen norris norton nowak nowakowski nwosu obrien o'brien o'connor o'donnell o'neill o'reilly o'sullivan okafor
    okeke okonkwo oliver olowu osborne osman owens owusu palmer parker parkin parkinson parmar parry parsons patel
    patterson pearce pearson perkins perry peters phillips pickering pollard popa popescu powell pratt preston
    pritchard pugh qureshi rafiq rahman raja ramirez ramos randhawa rashid reddy rees reid reilly reynolds rhodes
    richards richardson riley roberts robertson robinson robson rodgers rodriguez rogers rowe rowley russell
    rutherford ryan saeed sanders sanderson sandhu santos saunders schofield scott shah shaikh sharma sharp sharpe
    shaw sheikh shepherd sheppard sheridan sidhu silva simmons simpson sims sinclair singh slater smith smyth spencer
    stanley stephens stephenson stevens stevenson stewart stokes stuart suleman sullivan sutherland sutton swift
    szymanski taylor thapa thomas thompson thomson thornton thorpe timms tomlinson townsend tran tucker turner tyler
    ullah underwood vaughan verma wallace walsh walters walton wang warner warren watkins watson watts webb webster
    welch wheeler whitehead whittaker wilkins wilkinson williams williamson willis wilson winter wisniewski wojcik
    wong woods woodward wright wu wyatt yadav yang yates yilmaz yousaf yusuf zafar zaman zhang zielinski
    """.split()
)

DOUBTFUL_SURNAMES = frozenset(
    """
    archer baker ball barber bond bolton brown bush carpenter carter case chandler church coles cook cross day dale
    dale english field fields fox french gale gold good grant gray green grey hall hill hope hunt hunter hurst johns
    judge king knight lamb lane law lawrence lee long major marsh marshall mason may miles miller moss nash noble
    north page park parks pike piper pope porter potter powers price ray read reed rice rose sellers short simons
    small snow south stone street summers swan thorn vine wade walker ward waters wells west white wise wood young
    """.split()
)

PLACE_SURNAMES = frozenset(
    """
    copeland ford holland
    alexander ashton barnes barton blackburn burton butler clayton hale hilton horton houghton kirby middleton newton
    norton preston scott stanley sutton swift thornton ashraf buckley howe howell hart harding charity moran bell
    silva booth barker banks bull birch bird bishop carr cox finch fisher fowler foster frost gardener gardiner
    gardner hardy hale cooper holt horton howe hooper lim lin li liu little lowe moss parsons parker pollard potter
    rowe sharp sharpe shepherd sims singer slater stokes sellers turner tyler tucker weaver webb winter woods wang ng
    tran thorpe townsend das dean devi diaz allen das bates fuller
    """.split()
)
"""Surnames that are places, bodies or words as well: one of them alone beside a word such as `excluded` is nobody."""
