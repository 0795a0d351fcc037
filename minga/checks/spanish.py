"""Word lists of Spanish, for the checks; without accents they are found all the same."""

from __future__ import annotations

from minga.checks.lexicon import Lexicon, entries, words

SPANISH = Lexicon(
    comparatives=entries("""
        más · mejor · mejores · mejora* · fortalec* · fortalezc* · fortalecimiento · potenciar · potencia las ·
        potencia los · potencia el · potencia la · potenciamos · potenciando · potenciado* · potenciamiento ·
        optimiz* · optimic* · increment* · aumentar · aumentamos · aumenta · aumentan · aumente* · aumentando ·
        aumento de · aumento en · reforzar* · reforzamos · reforzamiento · refuerz* · refuerc* · reforcemos ·
        intensific* · maximi* · robustec* · robustezc* · con mayor · una mayor · un mayor · hay mayor ·
        lograr mayor · tener mayor · tenemos mayor · y mayor · incrementa*"""),
    not_comparatives=entries("""
        no más · nada más · nadie más · nunca más · jamás · ni más ni menos · más o menos · más bien · más allá ·
        más acá · sin más · por más que · una vez más · alguna vez más · otra vez más · está de más ·
        estar de más · más que nada · más adelante · más tarde · más temprano · más arriba · más abajo · más aún ·
        más cerca que nunca · qué más · algo más · alguien más · quién más · poco más · es más · a más tardar ·
        lo más · el más · la más · los más · las más · a lo más · cuando más · cuanto más · cuantas más ·
        cuantos más · mientras más · entre más · más que suficiente · más de lo mismo · más no · lo mejor ·
        a lo mejor · el mejor · la mejor · los mejores · las mejores · mejor dicho · mejor amig* · sus mejores ·
        nuestras mejores · nuestros mejores · nuestra mejor · nuestro mejor · una mayor de · un mayor de ·
        mejor no · mejorana · aumento de sueldo · aumento de tarifa* · aumento de precio* · aumenta la violencia ·
        aumenta el costo · aumenta el precio"""),
    more=words("mas menos"),
    negations=words("no nunca jamas nadie ni sin ningun ninguna ninguno tampoco"),
    numbers=words("""
        dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete
        dieciocho diecinueve veinte veinticinco treinta cuarenta cincuenta sesenta setenta ochenta noventa cien
        ciento cientos doscientas doscientos trescientas trescientos quinientas quinientos mil miles millon
        millones doble triple cuadruple mitad tercio tercera docena docenas decena decenas centenar centenares
        duplicar duplica duplicamos triplicar triplica triplicamos semanal semanales mensual mensuales trimestral
        trimestrales semestral semestrales anual anuales diario diaria"""),
    measures=entries("""
        cada día · cada semana · cada mes · cada trimestre · cada semestre · cada año · al día · a la semana ·
        al mes · por semana · por mes · por año · al año · por ciento · una vez · la mayoría"""),
    year_after=words("en para de del al a hasta desde hacia ano antes despues"),
    lack=entries("""
        falta de · faltas de · falta del · falta · faltan · faltaba · faltó · nos falta · nos faltan ·
        hace falta · hacen falta · ausencia de · ausencia del · ausencia total · ausencia completa ·
        ausencias de · carencia de · carencia del · carencias de · carencia total · carencias en · carente* de ·
        carece* de · carecemos · escasez de · escasez · escaso · escasa · escasos · escasas · insuficien* ·
        inexisten* · deficiencia de · déficit de · faltante* · desprovist* de · privado* de · privada* de ·
        no hay · no haya · no hubo · no había · no habrá · no existe · no existen · no existía · no tenemos ·
        no tiene · no tienen · no tenían · no tenía · no se tiene · no se tienen · no contamos con ·
        no contamos aún con · no cuenta con · no cuentan con · no se cuenta con · no disponemos de ·
        no dispone de · no disponen de · no se dispone de · no poseemos · no nos alcanza* · no alcanza el ·
        no alcanzan los · no alcanza la · no alcanzan las · no tenemos suficiente*"""),
    not_lack=entries("""
        sin falta · falta grave · faltas graves · falta leve · faltas leves · falta cometida · falta de respeto ·
        faltas de respeto · faltas de ortografía · falta a la · falta a su · falta a sus · falta al · faltan al ·
        faltan a la · faltan a sus · no hay que · no hay duda · no hay dudas · no hay problema · no hay prisa ·
        no tiene que · no tienen que · no tenemos que · no tiene por qué · no tienen por qué · no tiene la culpa ·
        no tienen la culpa · no tiene sentido · no tiene nada que · escasamente · no tiene que ver ·
        falta disciplinaria · faltas disciplinarias · no falta · no faltan · nunca falta · nunca faltan ·
        no hace falta · no hacen falta · falta poco · tampoco falta"""),
    empty=entries("""
        fortalec* · mejor · mejores · mejora* · potenci* · optimi* · increment* · aument* · reforz* · refuerz* ·
        promov* · promoci* · impuls* · foment* · consolid* · desarroll* · ampli* · gener* · articul* · dinamiz* ·
        más · mayor · mayores · buen · buena · buenas · buenos · óptim* · comunicación · comunicaciones ·
        gestión · coordinación · participación · capacidad · capacidades · capacitación · formación ·
        organización · organizaciones · trabajo · equipo · equipos · institucional* · sostenibilidad ·
        sustentabilidad · calidad · proceso · procesos · alianza · alianzas · liderazgo · liderazgos · intern* ·
        extern* · efectiv* · eficien* · eficaz · eficaces · eficacia · integral · integrales · integralidad ·
        sostenible · sostenibles · social · sociales · estratégic* · planificación · planeación · innovación ·
        innovador* · transparencia · visibilidad · compromiso · unidad · empoder* · recursos · humanos · sólid* ·
        transversal · transversalización · sinergia* · educación · difusión · sensibilización · acompañamiento ·
        seguimiento · evaluación · metodológic* · técnic* · organizativ* · organizacional · organizacionales ·
        ciudadan* · comunitari* · activ* · permanente* · continu* · lograr · tener · construir · crear ·
        garantizar · asegurar · facilitar · implementar · implementación · creación · construcción"""),
    stop=words("""
        a al ante bajo con contra de del desde durante e el ella ellas ellos en entre es esa ese eso esta estan
        este esto fue ha haber han hasta hay la las le les lo los me mi mis muy nada nadie ni no nos nosotras
        nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero por porque que quien
        quienes se ser si sin sino sobre solo son su sus tal tambien tan tanto te toda todas todo todos tu tus u
        un una unas uno unos usted ustedes y ya yo algunas algunos alguna algun cada como cuando cual cuales donde
        mientras muchas muchos mucha mucho pocas pocos poca poco mas menos aqui ahi alli aunque asi entonces luego
        hoy ahora aun segun hacia mediante tras varias varios tenemos tener queremos hacemos estamos somos falta
        faltan ninguna ningun ninguno"""),
    honorifics=words("""
        sr sra srta sres dr dra drs dras lic ing arq prof profa mtro mtra abg pbro mons gral cnel don dona"""),
    offices=entries("""
        ministro · ministra · presidente · presidenta · alcalde · alcaldesa · gobernador · gobernadora ·
        diputado · diputada · senador · senadora · director · directora · jefe · jefa · intendente · intendenta ·
        concejal · concejala · regidor · regidora · secretario · secretaria · coordinador · coordinadora ·
        compañero · compañera · padre · monseñor · obispo · general · coronel · comandante · comisario · juez ·
        jueza · fiscal · rector · rectora · profesor · profesora · maestro · maestra · doctor · doctora · señor ·
        señora · ingeniero · ingeniera · licenciado · licenciada · empresa · grupo · fundación · corporación ·
        asociación · cooperativa · consorcio · partido · sindicato · banco · minera · constructora · petrolera"""),
    places=words("""
        rio rios lago laguna cerro valle cuenca isla islas bahia sierra cordillera monte playa golfo volcan barrio
        calle avenida plaza provincia departamento region ciudad pueblo vereda comuna municipio canton distrito
        aldea estado selva desierto peninsula puerto costa quebrada paramo reserva parque mar oceano estrecho zona
        localidad comarca corregimiento parroquia pais san santa santo bosque cabo arroyo ley leyes plan programa
        proyecto tratado convenio acuerdo reforma decreto codigo carta pueblos comunidad
        comunidades etnia lengua lenguas idioma idiomas semana dia fiesta"""),
    place_after=words("en desde hacia hasta"),
    capitals=entries("""
        Estado · Estados · Gobierno · Gobiernos · Iglesia · Iglesias · Constitución · Congreso · Senado ·
        Parlamento · Ley · Leyes · Internet · Semana Santa · Navidad · Año Nuevo · Pascua · Cuaresma · Carnaval ·
        Amazonía · Amazonia · Amazonas · Andes · Pacífico · Atlántico · Caribe · América Latina · América ·
        América del Sur · América Central · Latinoamérica · Iberoamérica · Centroamérica · Mesoamérica ·
        Sudamérica · Suramérica · Norteamérica · Cono Sur · Abya Yala · Europa · África · Asia · Oceanía · Norte ·
        Sur · Este · Oeste · Oriente · Occidente · Madre Tierra · Pachamama · Derechos Humanos · Derechos ·
        Pueblos Originarios · Pueblos Indígenas · Pueblos · Buen Vivir · Dios · Biblia · Facebook · Whatsapp ·
        Instagram · Twitter · Tiktok · Youtube · Telegram · Zoom · Excel · Word · Google · Drive · Meet · Teams ·
        Covid · Patria · Nación · República · Ejecutivo · Legislativo · Judicial · Poder Judicial ·
        Poder Ejecutivo · Poder Legislativo · Derecho · Universidad · Policía · Ejército · Fuerzas Armadas ·
        Reforma · Independencia · Revolución · Conquista · Colonia · Pandemia · Cancillería · Enero · Febrero ·
        Marzo · Abril · Mayo · Junio · Julio · Agosto · Septiembre · Setiembre · Octubre · Noviembre · Diciembre ·
        Lunes · Martes · Miércoles · Jueves · Viernes · Sábado · Domingo · Tierra · Luna · Sol · Agua ·
        Naturaleza · Vida · Paz · Humanidad · Mujer · Mujeres · Juventud · Niñez · Medio Ambiente · Covid19 ·
        Plan · Programa · Proyecto · Proyectos · Taller · Encuentro · Asamblea General · Visión · Estatuto ·
        Estatutos · Reglamento · Manual · Agenda · Objetivos de Desarrollo Sostenible · Carta · Convenio ·
        Tratado · Acuerdo · Inglés · Español · Portugués · Francés · Alemán · Italiano · Castellano · Quechua ·
        Aymara · Guaraní · Mapudungun · Náhuatl · Maya · Banco · Bancos · Ministerio · Alcaldía · Municipalidad"""),
    shouted=words("""
        no ni si sin solo muy ya hay los las el la un una por para con que nos nadie nada nunca jamas todo toda
        todos todas mas menos mucho mucha poco poca siempre basta alto agua luz rio aire vida paz urge hoy ahora
        aqui cada otro otra otros otras algo bien mal gran son es ser fue tan pero sino como cuando donde quien
        cual esto eso ong ongs tic tics vih sida covid ods pib adn iva tv pdf gps usb sms lgbt lgbti lgbtiq lgbtq
        lgbtiqa gei ee uu eeuu ddhh dd hh rrhh rr jj oo nna nnaj nnya api web app wifi qr cv dvd cd ia ti ok am pm
        ac dc ph co kw km kg ddr faq foda fofa poa rse mype mypes pyme pymes esi ess psa eia afro ive apm df bs as"""),
    companies=words("ltda sl srl sas spa cia inc ltd llc corp gmbh eirl sac"),
)
