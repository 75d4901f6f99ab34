"""Words with a capital that titles of statistics tables have and that are the names of no place.

Titles say courts, orders, schemes, systems and persons with capitals, as they say places. The catalogue's own texts are words
of titles besides; so are words that end as no place's name does.
"""

from __future__ import annotations

import re
from functools import cached_property

from assize.core.specs import Catalogue

_WORDS = frozenset(
    (
        "absconders absconds absence absences absolute abuse accelerated acceptable access accommodation accompanying "
        "accredited act active activities activity acts actual additional adjourned adjudication adjudications adjusted "
        "admissions adoption adoptions adult adults advocate advocates after against age aged agencies agency ages agree aid "
        "alcohol all allocated amber ambition amphetamine and annex annual annually answer answers anti antisocial apparent "
        "appeal appeals appear appellate appendix applicable application applications appointment appointments appropriate "
        "approved apr april archived area areas arrest arrests arson asian ask assault assaults assessed assessment "
        "assessments asset assets assumption assumptions asylum attainment attend attendance attended attitudes audio aug "
        "august authorities authority autumn available average back background backlog bail band bands bank bankruptcy "
        "banning barred barricade barristers based baseline basic baton bed beds bedspaces before behaviour bench benchmark "
        "benefit benefits better between bicycle bill biphobic bisexual black board boards bodies body border borough "
        "boroughs bottom boys breach breaches breakdown breakdowns brexit britain british buddhist budget budgets burglary "
        "business calendar call calls cannabis capacity capita care careless case caseload caseloads caseman categories "
        "category cause causes caution cautions cell cells cent central centre centres certified chamber chancery change "
        "changes chapter characteristic characteristics charge charged charges charging chart charts chief child children "
        "chinese christian christmas circumstance circumstances city civil claim claimants claims class classes closed "
        "closure cocaine code codes cohort cohorts column columns combined commenced commencements commercial commissioned "
        "commissioner commissioners commitment committal committals committed committee committees common commonwealth "
        "community compensation complaint complaints completed completion completions compliance concerted conditional "
        "conduct conducted confidence confidential confiscated confiscation constable constables constabulary contact "
        "contacts contempt content contents contract contracts convicted coronavirus coroner coroners cost costs council "
        "councils counsel count countries country counts county court courts cover covid cps crack cracked credit crime "
        "crimes criminal crisis crowded crowding crown crowns crude csew ctl curfew curfews current custodial custodies "
        "custody customs daily damage dangerous data dataset days deaths debt dec december declared decrease defence defences "
        "defendant defendants deferred department departments deportation deported detail detailed details detained detainees "
        "detention determinate development device devices dga difference differences different digital direct directions "
        "disabilities disability disagree discharge discharges discontinued dismissed disorder dispersal disposal disposals "
        "dispute disputes disqualification disqualified dissatisfied district districts diversion diversity divert diverted "
        "division divisional divorce doctor doctors dog dogs domestic double dozen drink driving drug drugs duration "
        "durations during dvpn dvpns dvpo dvpos dwelling early east easter eastern ecstasy education effective eight either "
        "elected election electronic eleven emergency employed employer employers employment end ended ending endorsement "
        "endorsements energy enforcement engaged england english enhanced entrant entrants entries entry environmental equal "
        "error errors escapes estate estimated ethnic ethnicity europe european evasion exclusion exit exits expected "
        "expenditure experimental extended extension extensions external extra extremist fail failed failure fair false "
        "family fare fast feb february female fgm fifth figure figures file files final finance financial find finds fine "
        "fines firearm firearms first five fixed flow flows football footer for force forced forces forecast forecasts "
        "foreign forgery four fourth fraud friday from fte full funded funding further gay gender genital geography girls "
        "government gps grade grades grant granted grants graph graphs grave great greater green ground grounds group groups "
        "growth guilty half handcuffing handcuffs harassment harm hate head headcount header health healthcare heard hearing "
        "hearings helpline her heroin heterosexual high highest hindu his historic historical hmcpsi hmcts hmicfrs hmip hmpps "
        "holiday home homeless homicide homophobic honour hostage hours housed household households housing hundred hunting "
        "idva idvas immigration imprisonment incentive incentives incident incidents income increase indeterminate index "
        "indicator indicators indictable indiscipline ineffective infographic information informed initial injunction inner "
        "inperson inside insolvency inspection inspections inspectorate intermediate internal interpreter interpreters "
        "interval intervals intimate invalid ireland irish irritant island issue issued isva isvas item items jan january "
        "jewish joiners joint judge judges judgment judgments judicial judiciary jul july jun june juries jurors jury justice "
        "justices juvenile juveniles ketamine key king kingdom kings knife knives know known lady landlord language large "
        "last late later latest law laws lcjb lcjbs learning least leavers legacy legal length lesbian less lethal level "
        "levels liaison libra licence licences life lifestyle limit limits link list listing listings lists little live local "
        "location lockdown locked lockup long looked lord low lower lowest made magistrate magistrates main majesty majestys "
        "male management manager managers manifesto manslaughter map mappa maps mar marac maracs march marital marriage "
        "maternity maths matrimonial may mean measure measures median medium men mental method methods metric metrics million "
        "minister ministers ministry miscellaneous missing mixed mobile model models modern moj molestation monday money "
        "monitored monitoring month monthly months more mortgage most motoring multi multiple murder muslim mutilation name "
        "names national nationality nationals natural need needs new next night nightingale nights nine non none "
        "nonmagistrates normal north northern not note notes notice notices nov november number numbers nurse observed "
        "occupancy occupation oct october offence offences offender offenders office officer officers official ofsted old "
        "ombudsman one online ons opcc open operation operational order orders orientation other others outcome outcomes "
        "outer outside outstanding over overcrowding overview page pages pandemic panel panels paper parental parliament "
        "parole part partial partner partners partnership partnerships pathway pathways patrol payback pcc pccs pcso pcsos "
        "penalty pending people per percentage percentages performance perjury permission person personal personality persons "
        "petition petitions phone pilot pilots place placement places plan plans platform plea pleas pocs points police "
        "policing population position positive possession post pre pregnancy premises prevention previous prison prisoner "
        "prisoners prisons private probate probation procedure professional programme programmes prohibited project "
        "projection projections prosecution prosecutions prosecutor prosecutors protected protection protective protest "
        "protests proven provider providers provision provisional psychoactive public punishments purposeful quality quarter "
        "quarterly quarters queen queens question questions racist railway rape rasso rate rates rating ratings raw reason "
        "reasons reassignment recall recalled recalls receipt receipts reception receptions recorded recovered red refer "
        "referral referrals referred reform refuge refuges refused regime regimes region regional regions register registered "
        "registers registration regulation regulations rehabilitation relationships release releases religion religious "
        "remand remanded remote reoffences reoffenders reoffending report reports representation requirement requirements "
        "reset residence residential residents resignation resolution resolutions respondent respondents responsibility "
        "restraint result results return revenue review reviewer reviews revised revoked right rights risk risks robbery "
        "rolling rooftop rough row rows rural same sample satisfaction satisfied saturday scenario scenarios sch schedule "
        "scheme schemes schs score scores scotland scottish sdps search searches searching seasonally second section secure "
        "seized seizure seizures self sent sentence sentences sentencing sep sept september series serious service services "
        "session sessions settled seven sex sexual sheet sheets shoplifting short shpo shpos sickness significance "
        "significant sikh sim since single sir sitting sittings six size sizes skills slavery sleep sleeping small snapshot "
        "snapshots social society solicitors solo south southern space spaces special specific specified speeding spend "
        "spending split splits spray spring sro sros staff stage stages stalking standard standardised standing start started "
        "starts stated statement statements statistical statistics status stay stays stc stcs steps stock stocks stop "
        "strategy strip struck substances subtotal successful suite suites summaries summary summer summons summonsed sunday "
        "supervised supervisees supervision supplementary supply support supported supporter supreme surcharge surcharges "
        "survey survivor survivors suspect suspects suspended table tables tactic tactics tagging target targets taser tax "
        "team teams telephone television temporary ten term terminated terminations terms terrorism terrorist test testing "
        "tests than the theft thinking third thousand three threshold thursday tier time timeliness times tool tools top "
        "total totals town track trading trafficking training transfers transforming transgender translation translator "
        "transphobic transport treatment trend trends triable trial trials tribunal tribunals triple true trust tuesday "
        "twelve two type types unadjusted under unemployed uninsured union unit united units universal unknown unlock unpaid "
        "unrecorded unsentenced unspecified unsuccessful untried unweighted update updates upper urban usable use vacancies "
        "vacancy vacated valid value vawg vehicle vehicles very victim victims video village violence violent volume volumes "
        "volunteers vps wait waiting waits wales ward wards warning warnings warrant warrants way weapon weapons wednesday "
        "weekend weekly weighted welsh west western white whole wildlife winding wing wings winter with withdrawn within "
        "without witness witnesses women work workbook worked worker workers workforce worksheet worksheets workshop xhibit "
        "year years yes yjs yoi yois yot yots young youth"
    ).split()
)
# Endings that no town's, district's or county's name has.
_ENDING = re.compile(
    r"(?:tion|sion|ment|ity|ance|ence|ism|ist|ive|ible|able|ology|phy|cie|tie|rie|ship|ic|ous|less|ful|ical|onal|eral|ural|ial|ntal|ory|[^n]ary)s?$|ed$"
)
_LOWER = re.compile(r"(?<![A-Za-z])[a-z]{3,}")


_SHORTEST = 3  # letters of a word


class TitleWords:
    """What is known of words in titles; the catalogue's texts are looked through when first needed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def has(self, word: str) -> bool:
        """Whether a word is known from titles or from the catalogue's own texts, or can be no place by its ending."""
        if re.search(r"['’]s?$", word):  # `Clare's Law`, and `King's Lynn` shows by its second word
            return True
        said = word.casefold()
        spellings = {said, said.removesuffix("s")}
        return (
            len(said) < _SHORTEST
            or bool(_ENDING.search(said))
            or bool(spellings & _WORDS)
            or bool(spellings & self._spoken)
        )

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """Words that the catalogue has in small letters."""
        texts = [
            text
            for one in self._catalogue.metrics.values()
            for text in (one.name, one.question, one.definition, one.basis, *one.caveats)
        ]
        texts += [
            text
            for one in self._catalogue.sources.values()
            for text in (*one.caveats, *one.fields.values(), *one.tables.values())
        ]
        return frozenset(_LOWER.findall(" ".join(texts)))
