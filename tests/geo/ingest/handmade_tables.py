"""Hand-made sheets in five languages, and tables as RAND and SATP lay them out; all rows are invented."""

RAND = """Date,City,Country,Perpetrator,Weapon,Injuries,Fatalities,Description
9-Feb-68,Buenos Aires,Argentina,Unknown,Firearms,0,0,"ARGENTINA. Shots were fired at the gate of a consulate at night; nobody was hurt."
12-Mar-72,Santo Domingo,Dominican Republic,Unknown,Explosives,2,1,"DOMINICAN REPUBLIC. A parcel went off in a mail room, and one clerk died of it."
1-Dec-09,Quetta,Pakistan,Other,Remote-detonated explosive,,3,"PAKISTAN. A device beside the road struck a patrol on its way back to the base."
"""
SATP = """Sl. No,Date,District,State,Civilians,SFs,Terrorists,Not Specified,Total,Injured,Incident
1,"January 3, 2024",Quetta,Balochistan,2,Nil,1,Nil,3,5,"Two civilians were killed when militants opened fire on a vehicle in the area."
2,"January 13, 2024",Kech,Balochistan,1,3,,0,4,-,"Soldiers died when a device went off beside their convoy on the road to the coast."
3,"February 2, 2024",Zhob,Balochistan,several,0,0,0,several,many,"Several people died in a market when an explosion tore through it at noon."
Total,,,,3,3,1,0,7,5,
"""
FRENCH = """N°;Date;Lieu;Province;Pays;Auteur présumé;Type d'incident;Morts;Blessés;Latitude;Longitude;Description
A-1;16/01/2024;Gao;Gao;Mali;JNIM;Attentat suicide;au moins 12;3;16,2717;-0,0447;Un véhicule a explosé
A-2;03/02/2024;Ménaka;Ménaka;Mali;inconnu;Enlèvement;0;;15,9182;2,4022;Un commerçant enlevé
A-3;1er mars 2024;Kidal;Kidal;Mali;;Affrontements;entre 4 et 6;plusieurs;18,4411;1,4078;Deux groupes
"""
SPANISH = """Fecha;Municipio;Departamento;País;Tipo de hecho;Muertos;Heridos;Coordenadas;Observaciones
16 de enero de 2024;Toribío;Cauca;Colombia;Secuestro;0;1;2,9531; -76,2694;sin novedad
7 ago 2010;Tumaco;Nariño;Colombia;Mina antipersonal;dos;tres;1,8067; -78,7647;
marzo de 2011;Tibú;Norte de Santander;Colombia;Protesta;ninguno;ninguno;8,6480; -72,7344;
""".replace("; -", " / -")
ARABIC = """التاريخ,المكان,المحافظة,الدولة,نوع الحادث,الفاعل,عدد القتلى,عدد الجرحى,الوصف
١٦ كانون الثاني ٢٠٢٤,دير الزور,دير الزور,سوريا,غارة جوية,مجهول,٣,عدة,وصف أول
5 شباط 2019,الموصل,نينوى,العراق,عبوة ناسفة,تنظيم الدولة,ثلاثة,ما لا يقل عن 5,وصف ثان
٢٠٢٤-٠٣-٠٢,صنعاء,صنعاء,اليمن,اشتباك مسلح,الحوثيون,,,وصف ثالث
"""
PERSIAN = """تاریخ,محل حادثه,استان,کشور,نوع حادثه,تعداد کشته‌ها,تعداد مجروحان,عرض جغرافیایی,طول جغرافیایی,شرح
۱۴۰۲/۱۰/۲۶,زاهدان,سیستان و بلوچستان,ایران,درگیری مسلحانه,۲,۳,۲۹٫۴۹۶۳,۶۰٫۸۶۲۹,شرح یک
۱۴۰۳/۰۱/۱۵,چابهار,سیستان و بلوچستان,ایران,حمله مسلحانه,دست‌کم ۱۰,چندین,۲۵٫۲۹۱۹,۶۰٫۶۴۳۰,شرح دو
۲۴ اسد ۱۴۰۰,کابل,کابل,افغانستان,انفجار مین,نامعلوم,۱,۳۴٫۵۲۶۰,۶۹٫۱۷۷۶,شرح سه
"""
