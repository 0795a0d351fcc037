"""Word lists of English, for the checks."""

from __future__ import annotations

from minga.checks.lexicon import Lexicon, entries, words

ENGLISH = Lexicon(
    comparatives=entries("""
        more · better · improve · improves · improved · improving · improvement · improvements · strengthen* ·
        enhanc* · increase · increases · increased · increasing · optimis* · optimiz* · maximis* · maximiz* ·
        boost · boosts · boosted · boosting · greater · stronger · reinforce* · reinforcing · intensif*"""),
    not_comparatives=entries("""
        no more · any more · anymore · once more · more or less · what is more · the more · the better ·
        nothing more · not more · never more · had better · better off · better known · for better or worse ·
        more of the same · one more · no better · no longer · the greater · much more than · better half ·
        greater good"""),
    more=words("more less"),
    negations=words("no not never nobody none nor without don't doesn't isn't aren't won't can't cannot"),
    numbers=words("""
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
        thousands million millions double twice triple half third quarter dozen dozens doubled doubles tripled
        weekly monthly quarterly yearly annual annually daily"""),
    measures=entries("""
        every day · each day · every week · each week · every month · each month · every quarter ·
        every semester · every year · each year · a day · a week · a month · a year · per day · per week ·
        per month · per year · per cent · percent"""),
    year_after=words("in by of until till from since before after for"),
    lack=entries("""
        lack of · lack · lacks · lacked · lacking · absence of · total absence · shortage of · shortages of ·
        scarcity of · scarce · scarcity · insufficien* · inadequate · not enough · there is no · there are no ·
        there's no · there isn't · there aren't · there is not · there are not · we have no · they have no ·
        has no · have no · had no · with no · don't have · do not have · doesn't have · does not have ·
        don't have enough · is missing · are missing · non existent · nonexistent · deficit of · dearth of ·
        isn't any · aren't any"""),
    not_lack=entries("""
        there is no doubt · there's no doubt · no doubt · no longer · no one · no matter · no wonder · no sooner ·
        no more · no less · no idea · has no idea · say no · says no · saying no · said no · no to · yes or no ·
        don't have to · do not have to · doesn't have to · does not have to · there is no need to ·
        has no business · no way to treat · have no right · no lack of · no lack · no shortage of · not lack ·
        not lacking"""),
    empty=entries("""
        strengthen* · strong · stronger · better · improv* · enhanc* · increas* · optimis* · optimiz* · maximi* ·
        boost* · promot* · foster* · consolidat* · develop* · expand* · generat* · build* · more · greater ·
        good · great · best · communication · communications · management · coordination · participation ·
        capacity · capacities · training · organisation · organization · organisations · organizations ·
        organisational · organizational · work · working · team · teams · teamwork · institution* · sustainab* ·
        quality · process · processes · alliance · alliances · partnership · partnerships · leadership ·
        internal · external · effective* · efficien* · integral · integrated · holistic · social · strategic ·
        strategy · planning · innovation · innovative · transparency · visibility · commitment · unity ·
        empower* · resources · human · solid · synerg* · education · outreach · awareness · monitoring ·
        evaluation · technical · community · active · permanent · continuous · create · creating · ensure ·
        ensuring · facilitate · implement · implementing · implementation · engagement · collaboration ·
        cooperation · practice · practices · excellence"""),
    stop=words("""
        a about above after again against all also am among an and any are around as at be because been before
        being below between both but by can could did do does doing down during each every few for from further
        had has have having he her here him his how however i if in into is it its just many may me might more
        most much must my near never no nobody nor not nothing now of off often on once only or other others our
        out over own per she should since so some such than that the their them then there these they this those
        though through to too under until up upon us very was we were what when where which while who whom whose
        why will with within without would yes yet you your today always sometimes several still instead lack
        everyone everybody someone people"""),
    honorifics=words("mr mrs ms dr prof rev hon sen gov rep sir madam"),
    offices=entries("""
        minister · president · mayor · governor · senator · congressman · congresswoman · director · chairman ·
        chair · secretary · coordinator · father · bishop · general · colonel · commander · judge · prosecutor ·
        professor · teacher · doctor · comrade · company · foundation · corporation · association · party ·
        union · bank"""),
    places=words("""
        river lake mount mountain valley basin island islands bay sierra range beach gulf volcano street avenue
        square province department region city town village municipality district county state forest desert
        peninsula port coast reserve park sea ocean zone country cape creek san santa santo saint new north south
        east west northern southern eastern western central upper lower act law laws plan programme program treaty
        agreement reform decree code charter people peoples language languages week day community
        communities"""),
    place_after=words("in at from near across throughout"),
    capitals=entries("""
        I · I'm · I've · I'd · I'll · State · States · Government · Governments · Church · Churches ·
        Constitution · Congress · Senate · Parliament · Law · Internet · Easter · Christmas · Lent · Amazon ·
        Amazonia · Andes · Pacific · Atlantic · Caribbean · Latin America · Latin American · Latin · America ·
        American · Americans · South America · Central America · North America · Europe · European · Europeans ·
        Africa · African · Asia · Asian · Oceania · North · South · East · West · Global South · Global North ·
        Mother Earth · Human Rights · Indigenous · Indigenous Peoples · Black · Native · Creole · God · Bible ·
        Christian · Christians · Catholic · Catholics · Muslim · Muslims · Jewish · Quechua · Aymara · Guaraní ·
        Mapuche · Maya · Mayan · Zapotec · Facebook · Whatsapp · Instagram · Twitter · Tiktok · Youtube ·
        Telegram · Zoom · Excel · Word · Google · Drive · Meet · Teams · Covid · Republic · Executive ·
        Judiciary · University · Police · Army · January · February · March · April · May · June · July · August ·
        September · October · November · December · Monday* · Tuesday* · Wednesday* · Thursday* · Friday* ·
        Saturday* · Sunday* · English · Spanish · Portuguese · French · German · Italian · Dutch · Chinese ·
        Earth · Sun · Nature · Plan · Program · Programme · Project · Workshop · Assembly · Vision · Argentine* ·
        Argentinian* · Bolivian* · Brazilian* · Chilean* · Colombian* · Costa Rican* · Cuban* · Dominican* ·
        Ecuadorian* · Guatemalan* · Honduran* · Haitian* · Mexican* · Nicaraguan* · Panamanian* · Peruvian* ·
        Paraguayan* · Salvadoran* · Uruguayan* · Venezuelan* · Hispanic* · Latino* · Latina* · Andean ·
        Amazonian · Central American* · Sustainable Development Goals · Western · Eastern · Northern · Southern"""),
    shouted=words("""
        no not nor yes so too very all any the a an and but our we us they you who what when why how never always
        nothing nobody none only must now here stop more less much few each other some good bad big is are be was
        water life peace ngo ngos it ict hiv aids covid sdg sdgs gdp dna vat tv pdf gps usb sms lgbt lgbti lgbtq
        lgbtqia usa uk api web app wifi qr cv ai ok am pm km kg co id faq swot i ii iii iv vi hr pr diy ceo"""),
    companies=words("inc ltd llc corp plc gmbh co"),
    negation_may_open=True,
)
