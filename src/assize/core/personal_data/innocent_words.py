"""Words that stand in reports beside capital letters and are nobody's name, and words that announce one.

Agencies, roles and places; what is named after someone (an inquiry, a street, a law); titles and cues. Written from what
boards' papers say, for `core.personal_data`.
"""

from __future__ import annotations

import re

BEFORE_INNOCENT = frozenset(
    """
    operation op project st saint hmp hmyoi yoi king queen prince princess hurricane storm port lake mount hms ward
    """.split()
)
NAMED_AFTER = frozenset(
    """
    refuge outreach counselling collective partnership network group alliance association
    trust foundation inquiry inquest review charity hospital house centre center street road lane avenue academy
    school college law report solicitors llp ltd limited plc lecture award fund square park building suite university
    institute society memorial hall ambulance clinic hospice library museum bridge project programme scheme test
    standard model guidance
    """.split()
)
NAMED_AFTER_SMALL = frozenset(
    """
    inquiry review report law trust foundation project programme service services scheme centre pilot system model fund
    unit team
    house refuge hub street road estate ward
    """.split()
)  # written small, and right behind the name
NAMED_AFTER_NEXT = frozenset(
    """
    lodge cottage manor villa wing block room ii iii iv vi vii viii
        court ward unit place close drive way day week act prison bay town city wharf green gardens terrace crescent hill
    line cross station quay walk rooms island
    """.split()
)
INNOCENT_PHRASES = re.compile(
    r"\b(?:john lewis|william hill|ted baker|paul smith (?:shop|store)s?|grant thornton|ernst and young|george at asda|jo cox"
    r"|elizabeth fry|lucy faithfull|stephen lawrence|damilola taylor|suzy lamplugh|victoria derbyshire|marie curie"
    r"|marie collins|barnardo['’]?s|st\.? giles|st\.? john|howard league|duke of edinburgh|justice secretary"
    r"|purple leaf|will young people|may day|april fool|mark young people|thomas cook|harvey nichols|laura ashley|karen millen"
    r"|amber rudd|dorothy perkins|harry potter|robin hood|john smith's|charles dickens|florence nightingale"
    r"|martyn['’]s law|clare['’]s law|sarah['’]s law|helen['’]s law|harper['’]s law|claire['’]s law"
    r"|ask for angela|angela['’]s ask|ask angela)\b",
    re.IGNORECASE,
)
TITLES = frozenset("mr mrs ms miss mx messrs".split())
RANKS = frozenset(
    """
    dr sir dame lord lady judge hhj dj rev revd reverend prof professor cllr councillor pc pcso dc ds di dci dsu ps sgt
    sergeant insp inspector supt superintendent constable officer commissioner magistrate solicitor barrister master
    madam
    """.split()
)
OFFICES = frozenset(
    """
    officer constable solicitor barrister magistrate commissioner councillor inspector master judge
    """.split()
)
UPPER_RANKS = frozenset("pc pcso dc ds di dci dsu ps dj hhj".split())
CUES = frozenset(
    """
    victim witness suspect defendant offender complainant perpetrator named called spoke asked told thanks thank per
    by contacted contact telephoned emailed rang signed completed mother father son daughter wife husband partner
    brother sister child client prisoner nominal v
    """.split()
)
CUE_LINKS = frozenset("is was to with by from for the a an of name role".split())
ROLE_WORDS = frozenset(
    """
    accountant administration administrator admin adviser advisor agency analyst analysis analytics area assistant
    assurance board boards business care case chief clerk commander commissioner commissioning contact control
    coordinator co-ordinator corporate court courts crime criminal crown cjs cps csp custody data delivery demand
    department deputy desk detective development director directorate district division domestic duty efficiency
    enquiries evidence executive file files finance force governor group head headquarters hmcts hmpps hub idva inbox
    independent info information insight inspectorate intelligence iom isva justice lcjb lead legal liaison local
    magistrates mailbox manager management marac mappa ministry national neighbourhood nps offender office officer
    offender-management operational operations opcc operator panel partnership partner partnerships pcc pdu
    performance planning police policing policy practice practitioner prison prisons probation professional programme
    project prosecution prosecutor prosecutors protection provider public quality quarterly rasso referrals region
    regional reporting reports representative research resolution response restorative returns safety secretariat
    secretary section senior sergeant service services social staff statistics strategic strategy supervisor support
    survey systems team the thames town tribunal unit victim victims volunteer wcu witness witnesses worker women yjs
    yos yot youth
    """.split()
)
PLACES = frozenset(
    """
    avon bedfordshire birmingham brighton bristol britain british cambridgeshire cannock cheshire chester city
    cleveland cornwall county coventry cumbria derby derbyshire devon dorset dudley durham dyfed dyfed-powys east
    england essex glasgow gloucestershire greater gwent hampshire hereford herefordshire hertfordshire humberside ireland kent
    kidderminster lancashire leeds leicester leicestershire lichfield lincolnshire liverpool london manchester mercia
    merseyside metropolitan midlands newcastle norfolk north northamptonshire northumbria nottingham nottinghamshire
    oxford powys redditch sandwell scotland sheffield shrewsbury shropshire solihull somerset south stafford
    staffordshire stoke stoke-on-trent suffolk surrey sussex swansea tamworth telford trent valley wales walsall
    warwick warwickshire welsh west wiltshire wolverhampton worcester worcestershire worthing wrekin yorkshire
    """.split()
)
ORDINARY = frozenset(
    """
    trial trials
    a about after all also although an and annual any are as at be because been before but by can code could crown
    data did do each english excel figures for from had has have he her his how if in into is it its january february
    march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday last law less magistrates more most new no not note now of on one only or other our out over part
    period q quarter quarters rate read return she since so some source status such table teams than that the their
    them then there these they this those through to total two under until up was we were what when where which while
    who why will with without word would year years you your chancellor justice chief advocate mayor president bench
    house speaker lieutenant general act bill society council cabinet training first second third scheme updates
    statement statements statistics contact special measures survey code attrition satisfaction
    """.split()
)
NOT_A_NAME = ROLE_WORDS | PLACES | ORDINARY | NAMED_AFTER | NAMED_AFTER_NEXT
