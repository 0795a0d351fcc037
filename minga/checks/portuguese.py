"""Word lists of Portuguese, for the checks; without accents they are found all the same."""

from __future__ import annotations

from minga.checks.lexicon import Lexicon, entries, words

PORTUGUESE = Lexicon(
    comparatives=entries("""
        mais · melhor · melhores · melhorar* · melhora · melhoras · melhoram · melhoramos · melhorando ·
        melhorado* · melhorada* · melhoria · melhorias · melhore · melhorem · melhoremos · melhoramento* ·
        fortalec* · fortaleç* · potencializ* · potenciar · potenciamos · otimiz* · optimiz* · increment* ·
        aumentar · aumentamos · aumenta · aumentam · aumente* · aumentando · aumento de · aumento do ·
        aumento da · reforçar · reforçamos · reforce* · reforço · intensific* · maximiz* · robustec* · com maior ·
        uma maior · um maior · ter maior · temos maior · há maior · e maior · aprimor* · aperfeiço* · ampliar a ·
        ampliar o"""),
    not_comparatives=entries("""
        nada mais · ninguém mais · nunca mais · jamais · não mais · mais ou menos · a mais · mais tarde ·
        mais cedo · mais adiante · mais uma vez · mais do mesmo · mais uma · mais um · por mais que · o mais ·
        os mais · as mais · o mais tardar · quanto mais · algo mais · alguém mais · que mais · é mais ·
        além do mais · sem mais · mais além · mais ainda · mais acima · mais abaixo · o melhor · a melhor ·
        os melhores · as melhores · ou melhor · melhor amig* · nossas melhores · nossos melhores · na melhor ·
        no melhor · uma maior de · um maior de · de maior idade · aumento de preço* · aumento de tarifa* ·
        aumenta a violência · mais não"""),
    more=words("mais menos"),
    negations=words("nao nunca jamais ninguem nem sem nenhum nenhuma tampouco"),
    numbers=words("""
        dois duas tres quatro cinco seis sete oito nove dez onze doze treze quatorze catorze quinze dezesseis
        dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento
        centos duzentas duzentos trezentas trezentos quinhentas quinhentos mil milhar milhares milhao milhoes
        dobro triplo metade terco duzia duzias dezena dezenas centena centenas dobrar dobra dobramos triplicar
        triplica semanal semanais mensal mensais trimestral trimestrais semestral semestrais anual anuais diario
        diaria"""),
    measures=entries("""
        cada dia · cada semana · cada mês · cada trimestre · cada semestre · cada ano · por dia · por semana ·
        por mês · por ano · ao mês · ao ano · por cento · uma vez · a maioria · todo mês · todo ano · toda semana"""),
    year_after=words("em para de do ate desde ano no antes depois"),
    lack=entries("""
        falta de · faltas de · falta do · falta da · falta · faltam · faltava · faltou · nos falta · nos faltam ·
        faz falta · fazem falta · ausência de · ausência do · ausência da · ausência total · ausências de ·
        carência de · carência do · carência da · carências de · carente* de · carece* de · carecemos ·
        escassez de · escassez · escasso · escassa · escassos · escassas · insuficien* · inexisten* ·
        inexistência · deficiência de · déficit de · não há · não haja · não houve · não havia · não haverá ·
        não existe · não existem · não existia · não temos · não tem · não têm · não tinham · não tinha ·
        não se tem · não contamos com · não conta com · não contam com · não se conta com · não dispomos de ·
        não dispõe de · não dispõem de · não possuímos · não possui · não possuem"""),
    not_lack=entries("""
        sem falta · falta grave · faltas graves · falta leve · faltas leves · falta cometida · falta de respeito ·
        faltas de respeito · falta à · faltam à · falta ao · faltam ao · falta às · não há dúvida* ·
        não há problema · não há pressa · não há que · não há de · não tem que · não têm que · não temos que ·
        não tem sentido · não tem problema · não tem nada a ver · não tem a ver · não têm a ver · não tem culpa ·
        não têm culpa · não falta · não faltam · nunca falta · nunca faltam · não faz falta · falta pouco"""),
    empty=entries("""
        fortalec* · melhor · melhores · melhor* · potenci* · otimi* · optimi* · increment* · aument* · reforç* ·
        promov* · promoç* · impuls* · foment* · consolid* · desenvolv* · ampli* · gerar · geração · articul* ·
        dinamiz* · mais · maior · maiores · bom · boa · boas · bons · comunicação · comunicações · gestão ·
        coordenação · participação · capacidade · capacidades · capacitação · formação · organização ·
        organizações · trabalho · equipe · equipes · institucional · institucionais · sustentabilidade ·
        qualidade · processo · processos · aliança · alianças · parceria · parcerias · liderança · lideranças ·
        intern* · extern* · efetiv* · eficien* · eficaz · eficazes · eficácia · integral · integrais ·
        sustentável · sustentáveis · social · sociais · estratégic* · planejamento · inovação · inovador* ·
        transparência · visibilidade · compromisso · unidade · empoder* · recursos · humanos · sólid* ·
        transversal · sinergia* · educação · difusão · divulgação · sensibilização · acompanhamento ·
        monitoramento · avaliação · metodológic* · técnic* · organizativ* · organizacional · organizacionais ·
        cidad* · comunitári* · ativ* · permanente* · contínu* · continu* · ter · construir · criar · garantir ·
        assegurar · facilitar · implementar · implementação · criação · construção · aprimor* · aperfeiço*"""),
    stop=words("""
        a ao aos as ante com contra da das de desde do dos durante e ela elas ele eles em entre era essa esse isso
        esta este isto foi ha haver ate la lhe lhes lo me meu meus minha muito nada ninguem nem nao nos nossa
        nossas nosso nossos o os ou outra outras outro outros para mas por porque que quem se ser sem senao sobre
        so sao seu seus sua suas tal tambem tao tanto te toda todas todo todos tu um uma umas uns voce voces ja eu
        algumas alguns alguma algum cada como quando qual quais onde enquanto muitas muitos muita poucas poucos
        pouca pouco mais menos aqui ali embora assim entao depois hoje agora ainda segundo apos varias varios na
        no nas num numa pela pelo pelas pelos temos ter queremos fazemos estamos somos falta faltam nenhuma nenhum"""),
    honorifics=words("sr sra srta srs dr dra drs dras eng prof profa pe dom dona exmo exma"),
    offices=entries("""
        ministro · ministra · presidente · presidenta · prefeito · prefeita · governador · governadora ·
        deputado · deputada · senador · senadora · diretor · diretora · chefe · vereador · vereadora ·
        secretário · secretária · coordenador · coordenadora · companheiro · companheira · padre · bispo ·
        general · coronel · comandante · delegado · delegada · juiz · juíza · promotor · promotora · reitor ·
        reitora · professor · professora · doutor · doutora · senhor · senhora · seu · engenheiro · engenheira ·
        empresa · grupo · fundação · associação · cooperativa · consórcio · partido · sindicato · banco ·
        mineradora · construtora"""),
    places=words("""
        rio rios lago lagoa serra vale bacia ilha ilhas baia cordilheira monte praia golfo bairro rua avenida
        praca provincia departamento regiao cidade vila comunidade municipio distrito aldeia estado selva deserto
        peninsula porto costa reserva parque mar oceano zona pais sao santa santo floresta cabo corrego morro
        chapada sertao lei leis plano programa projeto tratado convenio acordo reforma decreto codigo carta povo
        povos comunidades etnia lingua linguas idioma idiomas semana dia festa"""),
    place_after=words("em no na nos nas desde ate"),
    capitals=entries("""
        Estado · Estados · Governo · Governos · Igreja · Igrejas · Constituição · Congresso · Senado · Câmara ·
        Parlamento · Lei · Leis · Internet · Semana Santa · Natal · Páscoa · Quaresma · Carnaval · Amazônia ·
        Amazonas · Andes · Pacífico · Atlântico · Caribe · América Latina · América · América do Sul ·
        América Central · Europa · África · Ásia · Oceania · Norte · Sul · Leste · Oeste · Nordeste · Sudeste ·
        Cerrado · Pantanal · Mata Atlântica · Caatinga · Mãe Terra · Direitos Humanos · Direitos ·
        Povos Originários · Povos Indígenas · Povos · Bem Viver · Deus · Bíblia · Facebook · Whatsapp ·
        Instagram · Twitter · Tiktok · Youtube · Telegram · Zoom · Excel · Word · Google · Drive · Meet · Teams ·
        Covid · Pátria · Nação · República · Executivo · Legislativo · Judiciário · Universidade · Polícia ·
        Exército · Forças Armadas · Reforma · Independência · Revolução · Pandemia · Janeiro · Fevereiro · Março ·
        Abril · Maio · Junho · Julho · Agosto · Setembro · Outubro · Novembro · Dezembro · Terra · Sol · Água ·
        Natureza · Vida · Paz · Humanidade · Mulher · Mulheres · Juventude · Meio Ambiente · Plano · Programa ·
        Projeto · Projetos · Oficina · Encontro · Assembleia Geral · Visão · Estatuto · Regimento · Agenda ·
        Brasília · Inglês · Espanhol · Português · Francês · Alemão · Italiano · Guarani · Tupi · Banco · Bancos ·
        Ministério · Prefeitura · Segunda · Segundas · Terça · Terças · Quarta · Quartas · Quinta · Quintas ·
        Sexta · Sextas · Sábado · Sábados · Domingo · Domingos"""),
    shouted=words("""
        nao nem sim sem so muito ja ha os as o a um uma por para com que nos ninguem nada nunca jamais tudo todo
        toda todos todas mais menos muita pouco pouca sempre basta agua luz rio ar vida paz hoje agora aqui cada
        outro outra algo bem mal gran sao ser foi tao mas como quando onde quem qual isto isso ong ongs tic tics
        hiv aids covid ods pib dna tv pdf gps usb sms lgbt lgbti lgbtq lgbtqia eua ddhh dh rh api web app wifi qr
        cv ia ti ok sus km kg eja faq fofa uti pcd pcds bpc cep cpf cnpj rg"""),
    companies=words("ltda sa inc ltd llc corp gmbh eireli me epp cia"),
)
