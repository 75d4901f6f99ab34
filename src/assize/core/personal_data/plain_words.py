"""Ordinary English words and the names of towns, for telling two capitalised words that are nobody's name from two that may be.

For `core.personal_data`: a heading is written `Running Total`, a town `Milton Keynes`, and a person `Zeb Trott`; only the last
has no word that stands here. The words were gathered from what boards' papers and the documentation of Assize say.
"""

from __future__ import annotations

PLAIN_WORDS = frozenset(
    """
    abandoned abbey abbots ability able abort above absence absent absolute abstract abuse accept access accessibility
    accessible accident accidentally accommodation accordance according account accredited accuracy achieved acquiring
    across action active activity actual add addition additional additive address adjust adobe adopted adoption adult
    advantage adverse advertising advice advisory advocacy affairs affect afghan african aftercare afterwards again against
    age aggregate ago agree ahead aid aim airwave albanian alcohol algorithm alias aligned alignment alike alleging
    allocated allocation allow almost alone along aloud alphabet already alt alternate alternative always ambassadors
    amended american among amount analysed ancestor anchor anew angle anglican announced anon anonymous another answer anti
    anticipated antisocial anybody anyone anything anyway anywhere apart app apparently appeal appear append appendix
    applicable application appointed apprentice apprenticeship approach appropriate approvals approve approximation apr arab
    arbitrary architecture archive argument arise arithmetic around arrangement array arrears arrest arrivals arrive arrow
    arson article artistic asian ask assembled assert assertion assess assets assign assize associated assume astronomical
    asylum attached attack attempt attend attendance attention attributable attribute attribution audience audit aug
    australian authentication author authorised authorising authority authorization authorized autism autocorrelated
    automated automatic automatically autumn availability available average avoid avoidance await aware away awkward axe
    axis back background backlog backup backward bad bail balance band bangladeshi bank baptist bar bare barrack barrier
    barrister base baseline basic basis bazaar beacon bear became become beforehand began begin beginning begun behalf
    behave behavior behaviour behind being belief believe belong below benchmark benefit bereavement beside best better
    between beyond bias big binary bind binomial birth birthday bishops bit black blank blanket blessed blog blue body bomb
    bond bonfire book bookmarks borough both bottom bound boundaries box bracket branch breach break breakage breakdown
    brief bright bring broadly broke broken brook brought browser buddhist budget buffer bug build built bulk bulletin
    bundle bureau burglary busy button cache cadence cafe calculated calculation calendar call calm came camera campaign
    canadian cancelled cancer candidate cannabis cannot canonical capacity capital caption capture careful caribbean
    carnival carry caseload caseworker cash cast castle catalogue catch category cathedral catholic caught cause caution
    cautious caveat cctv celebrate cell cent century certain certificate chain chair challenging chance change changelog
    channel chapter char character characteristic charge chart chased chasing check checklist child children chinese choice
    choose chose chosen christmas chunk circle circumstances cited cites citizen claim clarify clarity class clause clean
    cleanup clear clearance click client clinical clip clipped clock clone closest closure cluster coach coast coffee cohort
    collaborator collapsed collect collection collision colour column combination combine come comma command commence
    comment commentary commercial commission commit committed committee common communication community compact company
    comparable comparative comparator compare comparison compass compatibility compatible compilation compile complain
    complaints complement complete completion complex compliance compliant complicated comply component compose composition
    compressed compression compute concatenated concept concern concrete condition conditional conference confidence
    confident confidential configuration configure confirmation confirmed confirms conflict confused confusion connect
    connection consecutive consenting consequential conservative consider consistency consistent consists console constant
    constitutes construct constructor consult consultancy consultations consume contain content contested context
    continuation continue continuity contract contractor contradict contrast contribute contributions contributors
    controlled controlling convenient convention conversion convert convey convict conviction coordinate copy copyleft
    copyright core corner coronavirus corpus correct correction corresponding corvus cost count counterpart country course
    cover coverage covid cracked craft crash create creative credit crest crisis critical croak cruelty culture cumulative
    cure curfew current cursor custom cut cutting cyber cycle daily damage dangerous dark dashboard database date dead deal
    dealt debts dec decide decile decimal decision deck declaration declare declined declining decomposition decrease deemed
    deep default defect defence defendant defense define definitely definition degrees delay delete deletion deliberate
    delimited delius deliver dementia demo demographics demonstration denominator dentist depend dependency dependent
    deprecated deprecation derivative derived describe description design desired destination destroyed detailed details
    detect detection determine deterministic developed developer deviation device diagnostic dialect dialog diary dictionary
    die diff difference different difficult difficulties digest digit digital dimension direct direction directory
    disability disable disagree disappeared disclaimer disclose disclosure discontinued discovered discretion discussed
    discussion disk disorder disparity display disposal disposed disputes dissatisfied distance distribute distribution
    diversion diversionary divert divide diwali doc doctor document does dogs doing domain domesticabuse dominate done door
    dormant dot double doubt doubtful down download downstream downtime dozen draft draw drawn drift drink drone drop
    dropped dropping drug dry due dump duplicate duration during dutch dynamic earlier earliest early easier easily eastern
    easy economic edge edit editable edition editor education educational effect effective efficient effort eid eight
    eighteen either elder electronic element eleven else elsewhere email embedded embeds emergency emit emitted emotional
    emphasis employer employment empty enable encode encountered encryption end endorse enforce engage engine engineering
    enhanced enough ensure enter entire entirety entity entrants entry environment equal equality equivalent error escape
    escort especially established establishment estimate etc ethnic ethnicity european evaluated evaluation even event ever
    every everybody everyday everyone everything everywhere eviction evidential exact examination example exceed except
    exception exchanged exclude exclusion exclusive executable execute execution exercise exhibit exist existence exit
    expand expansion expect experience experimental experts expired expiries explain explanation explicit exploitation
    exponent exponential export expose exposure express expression extend extension extent external extra extract extranet
    face facet facilitator fact factor factory fail failure fair fall fallback false family far farm fast fatal fault
    feature feb fed fee feedback fell female festival fetch few fewest field fifteen fifths fifty figure fill film filter
    final finalised financial find fine fingerprint fingers fingertips finish fire firearm fireworks firm fiscal fit five
    fix fixture flag flagged flex flip float flood floor flow focus fold follow font food foot footage football footnotes
    forecast foreign forensic forest forgery forget forgot forgotten fork form formal format formatted formatting formula
    fortnightly forty forum forward fostering found four fourth fraction fractional frame framework fraud free french
    frequency fresh fri frictionless friend front frozen fulfilled full fully function functionality funnel furnished
    further future fuzzy gains gamble gang gap garbage garden gate gateway gave gender generate generator generic genesys
    geography german get getting give given global glossary goal goes going gold golden gone good google got governed
    governing government grade grammar grand graph graphics great greatest grey grossed ground grow growth guaranteed
    guarded guards guess guide guilty gypsy habits half halloween halves hand handful handle hang happen harassment harbour
    hard harm harmless hatch hate haven headline healing health healthy heap hear heard heart heatwave heavy height held
    help helpdesk helpline here hereby herein hereunder hexadecimal hidden hide hierarchy high highest highlight hindu hint
    history hit hold holiday home homeless homicide honor honour hook hope horizon host hostel hostile hour households
    however human hundred hyphens hypothesis icon idea identical identification identifier identify identity ignore ill
    image immediate immutable impact implement implicit implied import important impose impositions impossible improve
    inaccurate incentive incident incidental include inclusion incompatible incomplete inconsistent incorporated incorrect
    increase incurred indemnity indent index indian indicate indicator indices indirect individual ineffective inequality
    infer inferred infinite inform infringed infringement ingest inherit inheritance initial initialization initialize
    injected injury inn input insert inside inspect inspection inspector install instance instant instead instructions
    insufficient intake integer integrated intellectual intended intent interaction interactive interest interface
    interference interim internal internet interpolated interpreted interpreter interval intervention interview intimidated
    intranet introduced invalid inverse investigation invoice invoke involved irish irregular isolated issue italian item
    iteration itself jan jewish job jobcentre join joint journey judge jul jump jun junior jurisdiction juror jury just
    juvenile keep kept key keyboard keyword keyworker kill kind kingdom knew knife knives know knowledge known kurdish label
    labelled laboratory lack ladder lag laid landlord lang language laptop large largest late latest latter launch lawyer
    lay layout lazy leaflet leak learn least leave leavers led ledger left legacy length let letter level lexical liability
    liable libra licence license lie life light lighthouse like likelihood likewise limit linear link list listener literal
    literary lithuanian litigation live load locale located locates location lock lockdown log logarithm logging logic
    logical logos lone long longest look lookup loop loose lords lose loss lost lot lotus low lowercase lowest lunch machine
    machinery macro made magic magna mail main maintained maintainer maintenance major make male man manage mandatory
    manifest manner manual many map mapped mapping mar margin market marriage married match material maternity matter
    maturity maximum maybe meadow meals mean meaningless meant measure mechanism medal media median medium meet member
    memory mended mental mentioned mentioning mentor menu mercy merely merge message met metadata method methodist
    methodology metric metro microsoft middle midwife might migration million milliseconds mind minimal minimum minister
    minor minus minute mirror misapplied misc mismatch misread misrepresented miss mistake mistyped misuse mix mixture
    mobile mock mode modern modification modifier modify module modus moment mon money monitoring monkey month morning
    mosaic mother motoring mouse move much multi multiple multiplier muslim must naive name narrate narrative narrow nation
    native navigator near nearest necessarily necessary need negate negative neighbour neither nested net neutral never
    newest newsletter next nice niche nigerian night nine ninth nobody node noise nomis non none nor normal northern nothing
    notice notifiable notified nought noun nov nowhere number numerator numeric nurse nursery oak oasys object objectives
    obligation observable observations observed observes obtain occur occurred occurrences ocean oct odd ods off offence
    offend offered official offline offset often old omits omitted once online onto open operate opinion opposed opposite
    optimized option optional oracle orange orchard order ordinary organised organization origin original orion otherwise
    ought ourselves outage outcome outdated outermost outlier outline outlook output outside outstanding overall overflow
    overhead overlap overlapping overloaded overridden override overrules overtime overturn overview overwrite owe own
    ownership pace pack package padding page paid pair pakistani pandemic paper paragraph parallel paramedic parameter
    parent parentheses parish parity parliament parole partial particular party parva pass password past paste patch patent
    path pathway patients pattern pause pay peace peak peer penalty pending pension people per percent percentage
    percentiles perceptions perfect perform permission permit permitted perpetual persistent person personal pertaining
    perverse pharmacy phoenix phone phrase pick pickle picture piece pilot pin pinned pioneer pipe pipeline pivot plain plan
    planted plants plate platform play plea plead please pledge plural plus pod point polars polish pond pool poor pop
    population popup portal portion portuguese position positional positive possibility possible possibly post potential
    power precedence preceding precision prefer preferred prefix premises preparation prepare preprocessed present preserve
    press prev prevent preview previous pride priest primarily primary prime princes principal print prior prioritised
    priority private probability probably problem procedure process processor procurement produce product production
    profiles program progress projection prolific prominent promise promote prompt pronto proof proper property proportion
    proposal proposed protect protest protocol prototype proud prove proven provide provision provisional proxy psychologist
    psychology publicity publish pull punish pupil pure purple purpose push put putting quadratic qual qualify quantile
    query quest question questionnaire queue quick quiet quite quotation quote race radio rainbow raise ramadan ran random
    range rank rape rare rather ratio raw reach reachable readable ready real reason reasonable reasonably rebase rebuild
    rebuilt recalculation recall receipt receive recent receptions recipes recipient reckoned reclassified recognition
    recognize recommendation recommended recomputed reconciliation record recovered recovery recruitment recursive red
    redistribute redraw reduce redundancy ref reference referral referred referring refilled reflects reform refresh refugee
    refusal refuse regarding regardless regis register registrar registration registry regression regret regretted regular
    regulation rehabilitation rehabilitative rejected rejects rel relate relationship relative release relevant reliability
    relief rely remain remainder remand remarks remember reminder remote removal remove rename render rent reoffence
    reoffender reoffending reopen reorganisation repair repeat repeatable replace repository represent reproduce request
    require rescue reserved reset resettlement resident residential residual resolve resource respect respective respite
    respondent responsibility responsible rest restate restore restrict restriction restructure result resumed retail retain
    retirement retraction retrieve reuse reverse revised revision rewrite right ring riot rise risk river robbery role
    rolling roma romanian root rose rota rough round route routine row royal royalty rule run rung runner running rural safe
    safeguarding said sake sale same sample sanctuary sans sat satisfy save savings saw say scale scan scanned scatter
    scheduled schema science scientific scope score scorecard scottish scratch screen script scroll search season seasonal
    seasonality sec secondary secondment secrets secure security see seek seem seen segment seldom select selection selector
    self sell semantic semicolons seminar send sense sensitive sent sentence sep separate separator sept sequence series
    serious serve session set setting settled setup seven seventh several sex sexual shall shallow shape share shareable
    sharepoint sheet shelf shell shelter shift ship shipped shoplifting short shortcut shorthand should show shown sick
    sickness side sign signal signature significance significant sikh silence silent silver similar simple simply simulate
    single sister sit site sitting situation six sixteen sixty size skeleton skill skip skipped slash slave slavery sleeping
    slid slide slightly slipped slope slot slow small smallest snapshot socrates software sold solely solicitor solutions
    solver somali somebody someone something sometimes somewhere soon sort sound southern spa space span spanish spare speak
    spec specialist specific specifically specifier specify speed spell spellings spent spike splice split splitting spoke
    sponsor spot spread spreadsheet spring springboard stable stack stadium stage stakeholders stale stalking stand
    standardise star start startup stat state static statically statistic statistical statute statutory stay stem step still
    stock stood stop stopped storage store straight strange stream stretch strict strike string strip strong structure
    student study stuff style sub subdirectory subject submission subsequent subset substance substantial substitute subtest
    subtotal subtract success successful successor sufficient suffix suggest suitability suitable sum summary summed summer
    summing summons sun sunrise superseded supervision supplementary supplier supply supposed suppress suppression sure
    surface surgery survive survivor suspect suspended swap swapped swept swing switch symbol symbolic symmetric synchronous
    syrian system tab tablet tag tagged tagging tail take taken talk tally target task taskforce taught teach teachers tech
    technical technology telephone tell temp template temporary ten tenant tend tenth term terminal terminate territorial
    text thanks theatre theft theme themselves theory therapist therapy therefore thereof thin think thirteen thirty though
    thousand thread three threshold thrive throughput throw thrown thu ticket tied ties time timeliness timeout tiny title
    today todo together toggle token told tolerance tolerate tomorrow tone too took tool toolbar tooltip top topic touch
    toward tower trace track trade trademark traffic trafficking trail trainee transaction transcription transfer transition
    translate transparency transport trap trauma travel traveller treat tree trend trendlines triable triage trigger trivial
    truancy true truly truncated truth try tue turn turtle twelve twenty twice twin type typeface typically ukrainian
    unadjusted unbound uncertainty unchanged unclear uncompressed uncorrected undeclared undefined underlying underscore
    understand understood undo undone unenforceable uneven unexpected unfinished unfit union unique unity universal unknown
    unless unlikely unlimited unmodified unnecessary unreadable unrelated unresolved unrounded unsafe unscreened
    unsuccessful unusable unused unusual update upgrade upheld upl uplift upload upon upper upstream urgent usable usage use
    useful useless usher usual utility vacancy vacant vacated vaccine vale valid validate validity value vanishes variable
    variance variant variation various vary vector vehicle vendor venue verb verbatim verbose verdict verify version
    vertical very via vicar video view vignette village vintage violated violations violence violent virtual visible vision
    visit visitor visor visual vocabulary voice void volume voluntary vulnerability vulnerable wait waived waives wall want
    warden warm warn warrant warranty wastes watch water waterloo weak weapon web website wed weekend weight welcome welfare
    well wellbeing went western whatever whatsoever wheel whenever wherever whether whichever white whoever whole wholly
    whom whose wide widened widens widow width win window winsorised wise wish withdrawal withdrawn withdraws withdrew
    withheld withholding withholds within woman wood work workbook workflow workload worksheet workshop workspace world worn
    worse worsening worst worth wrap wrapped wrapper wrapping writable write written wrong wrote xhibit yardstick yellow yes
    yet yield young youngest yourself zero zone zoom
    """.split()
)

TOWNS = frozenset(
    """
    albans aylesbury basildon basingstoke bath bedford belper berwick beverley bewdley bexley bicester biddulph blackpool
    bodmin bognor bolton boston bournemouth bradford brent brentwood bridgend bridgnorth bridgwater bromley bromsgrove
    bromwich bromyard burnley burntwood burslem bury buxton buzzard caerphilly cambridge camden canterbury cardiff carlisle
    carmarthen central cheadle chelmsford cheltenham chesterfield chichester chiltern chippenham cifas cleobury colchester
    corby crawley crewe croydon cymru cynon darlington dartford denbigh doncaster dorchester dover droitwich ealing
    eastbourne ebbw eccleshall ellesmere enfield evesham exeter falmouth fenton folkestone gateshead gloucester gravesend
    grimsby guildford hackney halesowen halifax hanley haringey harlow harrogate harrow hartlepool hastings havering hemel
    hempstead hillingdon hinckley hounslow huddersfield hull humber huntingdon inner ipswich isle isleworth islington kendal
    kettering keynes kidsgrove kingston kington lambeth lancaster leamington ledbury leek leighton leominster lewes lewisham
    lincoln llandudno llanelli longton loughborough lowestoft ludlow luton lyme macclesfield madeley maidstone malvern
    mansfield melton mersey merthyr merton middlesbrough milton minshull mold mortimer mowbray neath newham newport
    northampton norwich nuneaton oakengates oldham oswestry penkridge penzance pershore peterborough plymouth pontefract
    pontypridd poole portsmouth potters preston reading redbridge reigate rhondda rochdale rotherham rubery rugby rugeley
    runcorn saffron salford salisbury scarborough scunthorpe secondments sefton sessions shifnal slough snaresbrook
    southampton southend southwark stevenage stockport stockton stourbridge stourport sunderland sutton swindon talbot
    taunton teesside thanet thurrock torquay truro tunbridge tunstall tydfil tyne uttoxeter wakefield walden waltham
    walthamstow wandsworth warrington watford wellington welwyn wem wenlock wessex whitchurch wigan wight winchester wirral
    wokingham woolwich wrexham yeovil york
    """.split()
)

_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("er", "e"),
)


def is_plain_word(word: str) -> bool:
    """Whether a word in lower case is an ordinary one, or one with an ending: `checked`, `returns`."""
    return word in PLAIN_WORDS or any(
        word.endswith(ending) and word[: -len(ending)] + instead in PLAIN_WORDS for ending, instead in _ENDINGS
    )
