"""What the demo conference is made of. Every name, place and finding is invented."""

_GIVEN = """
Ada Amara Anders Anouk Aroha Beatriz Bela Bruno Camille Carlo Chidi Clara Dalia Darko Deniz Dorothea Edda Efe Elio
Emre Esi Fadi Farah Fiona Gita Gregor Hana Haruki Hilde Idris Ines Ingrid Isko Ivana Jamal Jin Joana Jonas Kaito
Kamala Kofi Lale Leif Leonor Lian Livia Luka Mads Maren Mateo Mei Mina Mirko Nadia Naveen Nia Noor Odile Olu Omar
Paloma Pavel Petra Priya Quinn Rafael Ravi Rosa Ruth Sanna Selim Shirin Sol Soren Suna Tadeo Talia Tariq Teodora Thabo
Tomo Uma Vera Viggo Wanda Xenia Yael Yara Yuto Zadie Zeno Zora
"""
_FAMILY_STARTS = """
Aster Bram Calder Dorn Elder Fenn Gar Hollen Ister Jarro Kess Lund Marro Nor Ostr Pell Quill Rave Sand Tarn Ulm Vant
Wex Yar Zell Brisk Corv Drav Esk Falk
"""
_FAMILY_ENDS = """
ley mark mont ova wick sen idge etti ano burg dale field ström kova low mere nard oska quist ridge stad tham vale well
wood yama zaki
"""
DEGREES = (("MD",), ("MD", "PhD"), ("MD", "MPH"), ("PhD",), ("DO",), ("MBBS",), ("MS",), ("BS",), ())
_TOWNS = """
Northmere Lakehaven Eastbrook Silverpine Harrowgate-on-Sea Millstone Westering Cedarfell Riverbend Oldwick Stonebridge
Larkfield Greyharbor Sunmeadow Highmoor Fairwater
"""
GIVEN, FAMILY_STARTS, FAMILY_ENDS, TOWNS = (text.split() for text in (_GIVEN, _FAMILY_STARTS, _FAMILY_ENDS, _TOWNS))
PLACES = (
    "University of {}",
    "{} Medical Center",
    "{} Cancer Institute",
    "{} School of Medicine",
    "{} University Hospital",
)
POSTS = (
    "Program Director, Interventional Radiology Residency, {}",
    "Program Director, Radiation Oncology Residency, {}",
    "Associate Program Director, Diagnostic Radiology, {}",
    "Fellowship Director, Interventional Oncology, {}",
)
TRACKS = (
    "Interventional Oncology",
    "Vascular and Venous Disease",
    "Radiation Oncology: Thorax",
    "Radiation Oncology: Abdomen and Pelvis",
    "Physics and Imaging",
    "Women's Health",
    "Education and Careers",
    "Quality, Safety and Access",
)
ROOMS = (
    "Lakeside Hall",
    "Room 101 A",
    "Room 101 B",
    "Room 204",
    "Room 205",
    "Skills Lab",
    "Learning Studio",
    "Poster Hall",
)
METHODS = (
    "Microwave ablation",
    "Cryoablation",
    "Radioembolization",
    "Chemoembolization",
    "Stereotactic body radiotherapy",
    "Proton therapy",
    "Adaptive radiotherapy on an MR linac",
    "Venous stenting",
    "Prostatic artery embolization",
    "Genicular artery embolization",
    "Image-guided brachytherapy",
    "Percutaneous biopsy with fusion guidance",
)
SUBJECTS = (
    "small renal tumors",
    "hepatocellular carcinoma up to 3 cm",
    "oligometastatic colorectal cancer",
    "early lung cancer in patients who cannot have surgery",
    "locally advanced cervical cancer",
    "painful bone metastases",
    "post-thrombotic syndrome",
    "uterine fibroids",
    "benign prostatic enlargement",
    "knee osteoarthritis",
    "unresectable cholangiocarcinoma",
    "recurrent head and neck cancer",
)
ANGLES = (
    "five-year outcomes",
    "a multicenter cohort",
    "a randomized feasibility trial",
    "what registries tell us",
    "dose and toxicity",
    "quality of life after one year",
    "a cost analysis",
    "lessons from the first hundred cases",
    "an external validation",
    "reproducibility between readers",
)
OPENINGS = (
    "{method} is offered more and more to patients with {subject}, yet few centers report more than a year.",
    "Whether {method} helps patients with {subject} as much as surgery does is still open.",
    "We asked how {method} changes the course of {subject} in everyday practice.",
)
MIDDLES = (
    "We followed {patients} patients at {centers} centers and read every scan twice.",
    "Records of {patients} procedures from {centers} hospitals were reviewed against one protocol.",
    "A prospective series of {patients} patients was compared with matched controls.",
)
ENDINGS = (
    "Local control was {percent} % at two years, and serious events were rare.",
    "Readers agreed in {percent} % of cases; training explained most of the rest.",
    "Benefit was seen in {percent} % and did not depend on age or on the size of the center.",
)
COURSES = (
    "Case-based review: {subject}",
    "Hands-on workshop: {method}",
    "Tumor board live: {subject}",
    "How I do it: {method}",
    "Contouring clinic: {subject}",
)
KEYNOTES = (
    "The procedure room of 2040",
    "What patients remember",
    "Fewer fractions, better care",
    "Learning machines and steady hands",
    "Training for a field that keeps moving",
)
FOR_STUDENTS = (
    "Students' welcome: how to read this meeting",
    "Meet the program directors: interventional radiology",
    "Meet the program directors: radiation oncology",
    "From poster to paper: a workshop for students",
    "Finding a mentor, and keeping one",
)
SOCIALS = (
    "Welcome reception",
    "Women in procedures: breakfast meet-up",
    "Fun run along the lake",
    "Trainees' evening",
    "Farewell coffee",
)
