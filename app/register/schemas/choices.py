"""The values that a field may take, each in plain words."""

from typing import Final

from app.errors import N_
from app.register.schemas.kinds import Choice

TOPICS: Final = (
    Choice("benefits", N_("Benefits and social care")),
    Choice("business", N_("Business and the economy")),
    Choice("culture", N_("Culture, sport and faith")),
    Choice("defence", N_("Defence")),
    Choice("education", N_("Schools and education")),
    Choice("emergency", N_("Emergencies and rescue")),
    Choice("energy", N_("Energy")),
    Choice("environment", N_("Nature and environment")),
    Choice("general", N_("Running the public service")),
    Choice("health", N_("Health")),
    Choice("housing", N_("Housing and local places")),
    Choice("inspection", N_("Inspection and licences")),
    Choice("international", N_("International affairs")),
    Choice("it", N_("Computers and their security")),
    Choice("justice", N_("Courts and justice")),
    Choice("migration", N_("Migration and borders")),
    Choice("money", N_("Taxes and public money")),
    Choice("police", N_("Police and public order")),
    Choice("science", N_("Science and research")),
    Choice("service", N_("Answering and serving the public")),
    Choice("transport", N_("Roads and transport")),
    Choice("work", N_("Jobs and work")),
    Choice("other", N_("Something else")),
)

TECHNOLOGIES: Final = (
    Choice("rules", N_("Follows fixed rules that people wrote")),
    Choice("machine_learning", N_("Learns from past cases (machine learning)")),
    Choice("language", N_("Reads, sorts or translates text")),
    Choice("generative", N_("Writes or makes pictures (generative AI)")),
    Choice("vision", N_("Looks at pictures or video")),
    Choice("speech", N_("Listens to speech or sound")),
    Choice("biometrics", N_("Recognises people by face or body")),
    Choice("forecasting", N_("Predicts numbers or events")),
    Choice("matching", N_("Searches, compares and matches")),
    Choice("planning", N_("Plans and schedules")),
    Choice("agent", N_("Acts by itself in several steps (agent)")),
    Choice("robotics", N_("Moves in the real world (robot, drone)")),
    Choice("other", N_("Something else")),
)

EFFECTS: Final = (
    Choice("grants", N_("Helps decide whether I get money, a service or a permit")),
    Choice("checks", N_("Helps choose who is checked or inspected")),
    Choice("sanctions", N_("Helps decide about fines or other penalties")),
    Choice("answers", N_("Answers my questions")),
    Choice("sorts", N_("Sorts, reads or translates what I send")),
    Choice("watches", N_("Watches streets, buildings or borders")),
    Choice("identifies", N_("Checks who I am")),
    Choice("predicts", N_("Predicts something about me or my area")),
    Choice("recommends", N_("Suggests services or content to me")),
    Choice("plans", N_("Plans services around me, such as routes or staff")),
    Choice("none", N_("Does nothing to members of the public directly")),
)

PEOPLE: Final = (
    Choice("everyone", N_("Everyone")),
    Choice("children", N_("Children and young people")),
    Choice("parents", N_("Parents")),
    Choice("students", N_("Pupils and students")),
    Choice("older", N_("Older people")),
    Choice("disabled", N_("Disabled people")),
    Choice("patients", N_("Patients")),
    Choice("claimants", N_("People who receive benefits")),
    Choice("job_seekers", N_("People looking for work")),
    Choice("tenants", N_("Tenants and home owners")),
    Choice("migrants", N_("Migrants and travellers")),
    Choice("taxpayers", N_("Taxpayers")),
    Choice("drivers", N_("Drivers and passengers")),
    Choice("businesses", N_("Businesses")),
    Choice("suspects", N_("People the police or courts deal with")),
    Choice("staff", N_("The body's own staff")),
    Choice("nobody", N_("Nobody outside the body")),
)

AUTOMATION: Final = (
    Choice("informs", N_("It informs; a person decides")),
    Choice("recommends", N_("It recommends; a person decides")),
    Choice("decides_reviewed", N_("It decides; a person reviews")),
    Choice("decides_alone", N_("It decides alone")),
)

ORGANISATION_KINDS: Final = (
    Choice("ministerial-department", N_("Ministry")),
    Choice("non-ministerial-department", N_("Department without a minister")),
    Choice("agency-or-public-body", N_("Agency or other public body")),
    Choice("local-authority", N_("Local authority")),
    Choice("devolved-administration", N_("Regional government")),
    Choice("high-profile-group", N_("Group inside a department")),
    Choice("public-corporation", N_("Public company")),
)

RISK_SCHEMES: Final = (
    Choice("eu_ai_act", N_("European Union: AI Act")),
    Choice("nl_category", N_("Netherlands: publication category")),
    Choice("us_m25_21", N_("United States: memorandum M-25-21")),
    Choice("canada_aia", N_("Canada: Algorithmic Impact Assessment")),
    Choice("own", N_("The body's own scheme")),
)

RISK_LEVELS: Final = (
    Choice("low", N_("Low or minimal")),
    Choice("medium", N_("Medium or limited")),
    Choice("high", N_("High")),
    Choice("prohibited", N_("Not allowed")),
)

ART_6_3: Final = (
    Choice("a", N_("a: a narrow procedural task")),
    Choice("b", N_("b: improves what a person has already done")),
    Choice("c", N_("c: finds patterns without replacing a person's assessment")),
    Choice("d", N_("d: prepares an assessment")),
)

SENSITIVE: Final = (
    Choice("age", N_("Age")),
    Choice("disability", N_("Disability or health")),
    Choice("sex", N_("Sex or gender")),
    Choice("ethnicity", N_("Ethnic origin or skin colour")),
    Choice("religion", N_("Religion or belief")),
    Choice("nationality", N_("Nationality or residence status")),
    Choice("orientation", N_("Sexual orientation")),
    Choice("politics", N_("Political or trade union views")),
    Choice("income", N_("Income or wealth")),
    Choice("employment", N_("Employment")),
    Choice("family", N_("Family or marital status")),
    Choice("address", N_("Address or neighbourhood")),
    Choice("biometrics", N_("Face, fingerprint or voice")),
    Choice("criminal", N_("Criminal record")),
)
