"""Rows in the columns of six providers, invented for the tests: no such event happened, no text is theirs."""

from geo.ingest.providers.gdelt import COLUMNS, FIRST_COLUMNS

ACLED_NOW = {
    "event_id_cnty": "PAK90001", "event_date": "2023-02-16", "year": "2023", "time_precision": "1",
    "disorder_type": "Political violence; Demonstrations", "event_type": "Protests",
    "sub_event_type": "Excessive force against protesters", "actor1": "Protesters (Pakistan)",
    "assoc_actor_1": "Students (Pakistan); Teachers (Pakistan)", "inter1": "Protesters",
    "actor2": "Police Forces of Pakistan (2022-)", "assoc_actor_2": "", "inter2": "State forces",
    "interaction": "State forces-Protesters", "civilian_targeting": "Civilians targeted", "iso": "586",
    "region": "South Asia", "country": "Pakistan", "admin1": "Balochistan", "admin2": "Kech", "admin3": "Turbat",
    "location": "Turbat", "latitude": "26.0031", "longitude": "63.0544", "geo_precision": "1",
    "source": "Invented Daily; Made-up Radio", "source_scale": "Local partner-National",
    "notes": "An invented note, {{7*7}} <b>bold</b>.", "fatalities": "0", "tags": "crowd size=no report",
    "timestamp": "1676937600",
}  # fmt: skip
ACLED_2019 = {
    "data_id": "3090001", "iso": "356", "event_id_cnty": "IND90001", "event_id_no_cnty": "90001",
    "event_date": "16-Feb-19", "year": "2019", "time_precision": "2", "event_type": "Battle-No change of territory",
    "actor1": "Military Forces of India (2014-)", "assoc_actor_1": "", "inter1": "1",
    "actor2": "Military Forces of Pakistan (2018-)", "assoc_actor_2": "", "inter2": "8", "interaction": "18",
    "region": "Southern Asia", "country": "India", "admin1": "Jammu and Kashmir", "admin2": "Rajouri", "admin3": "",
    "location": "Invented Pass", "latitude": "33.3418", "longitude": "74.3889", "geo_precision": "2",
    "source": "Made-up Tribune", "source_scale": "Subnational", "notes": "Invented.", "fatalities": "3",
    "timestamp": "1550588555", "iso3": "IND",
}  # fmt: skip
ACLED_FIRST = {
    "GWNO": "615", "EVENT_ID_CNTY": "9001RTA", "EVENT_ID_NO_CNTY": "", "EVENT_DATE": "18/04/2001", "YEAR": "2001",
    "TIME_PRECISION": "3", "EVENT_TYPE": "Riots/Protests ", "ACTOR1": "Rioters (Algeria)",
    "ALLY_ACTOR_1": "Invented Youth", "INTER1": "5", "ACTOR2": "Police Forces of Algeria (1999-)",
    "ALLY_ACTOR_2": "", "INTER2": "1", "INTERACTION": "15", "COUNTRY": "Algeria", "ADMIN1": "Tizi Ouzou",
    "ADMIN2": "Beni-Douala", "ADMIN3": "", "LOCATION": "Invented", "LATITUDE": "36.61954", "LONGITUDE": "4.08282",
    "GEO_PRECISION": "3", "SOURCE": "Invented Press", "NOTES": "", "FATALITIES": "1",
}  # fmt: skip
UCDP_23 = {
    "id": "300380.0", "relid": "SYR-2013-1-11973-99", "year": "2013.0", "active_year": "1.0", "code_status": "Clear",
    "type_of_violence": "1.0", "conflict_dset_id": "299.0", "conflict_new_id": "299.0",
    "conflict_name": "Syria: Government", "dyad_dset_id": "11973.0", "dyad_new_id": "11973.0",
    "dyad_name": "Government of Syria - Syrian insurgents", "side_a_dset_id": "118.0", "side_a_new_id": "118.0",
    "side_a": "Government of Syria", "side_b_dset_id": "4456.0", "side_b_new_id": "4456.0",
    "side_b": "Syrian insurgents", "number_of_sources": "-1.0", "source_article": 'An "invented" article\non two lines',
    "source_office": "Invented", "source_date": "2013-01-03", "source_headline": "Invented", "source_original": "",
    "where_prec": "2.0", "where_coordinates": "Invented village", "where_description": "near it",
    "adm_1": "Idlib governorate", "adm_2": "Ariha district", "latitude": "35.763369", "longitude": "36.558974",
    "geom_wkt": "POINT (36.558974 35.763369)", "priogrid_gid": "181154.0", "country": "Syria", "country_id": "652.0",
    "region": "Middle East", "event_clarity": "2.0", "date_prec": "2.0", "date_start": "2013-01-03 00:00:00.000",
    "date_end": "2013-01-05 00:00:00.000", "deaths_a": "0.0", "deaths_b": "2.0", "deaths_civilians": "0.0",
    "deaths_unknown": "0.0", "best": "2.0", "high": "4.0", "low": "1.0", "gwnoa": "652.0", "gwnob": "",
}  # fmt: skip
UCDP_17 = {
    "id": "4", "year": "1990", "active_year": "1", "type_of_violence": "3", "conflict_name": "Invented - Civilians",
    "dyad_name": "Invented - Civilians", "side_a": "Invented Front", "side_b": "Civilians", "number_of_sources": "2",
    "where_prec": "6", "where_coordinates": "Zaire", "adm_1": "", "adm_2": "", "latitude": "-2.5", "longitude": "23.5",
    "country": "DR Congo (Zaire)", "date_prec": "5", "date_start": "1990-01-01", "date_end": "1990-12-31",
    "event_clarity": "1", "low": "5", "best": "7", "high": "9",
}  # fmt: skip
GTD_ROW = {
    "eventid": "201201190001", "iyear": "2012", "imonth": "1", "iday": "19", "approxdate": "", "extended": "1",
    "resolution": "1/22/2012", "country": "153", "country_txt": "Pakistan", "region": "6", "region_txt": "South Asia",
    "provstate": "Balochistan", "city": "Invented City", "latitude": "30.19", "longitude": "67.01",
    "specificity": "1", "vicinity": "1", "location": "", "summary": "01/19/2012: an invented summary.", "crit1": "1",
    "doubtterr": "0", "success": "1", "suicide": "0", "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion",
    "targtype1": "4", "targtype1_txt": "Military", "corp1": "", "target1": "Invented Barracks",
    "gname": "Invented Army",
    "gsubname": "", "gname2": "Second Invented Army", "gname3": "Unknown", "guncertain1": "1", "claimed": "1",
    "compclaim": "-9", "weaptype1": "6", "weaptype1_txt": "Explosives", "weapsubtype1": "7",
    "weapsubtype1_txt": "Grenade", "nkill": "3", "nkillter": "0", "nwound": "", "related": "201201190001, 201201190002",
    "INT_LOG": "-9",
}  # fmt: skip
GDELT_FACTS = {
    "GLOBALEVENTID": "881990001", "SQLDATE": "20191024", "MonthYear": "201910", "Year": "2019",
    "FractionDate": "2019.8055", "Actor1Code": "IRN", "Actor1Name": "IRAN", "Actor1CountryCode": "IRN",
    "Actor2Code": "PAK", "Actor2Name": "PAKISTAN", "IsRootEvent": "1", "EventCode": "040", "EventBaseCode": "040",
    "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.0", "NumMentions": "10", "NumSources": "1",
    "NumArticles": "9", "AvgTone": "0.6", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Invented, Sistan-E Baluchestan, Iran", "ActionGeo_CountryCode": "IR",
    "ActionGeo_ADM1Code": "IR04", "ActionGeo_Lat": "27.2", "ActionGeo_Long": "60.68",
    "ActionGeo_FeatureID": "-3081111", "DATEADDED": "20191024143000", "SOURCEURL": "https://example.org/a,b",
}  # fmt: skip
GDELT_ROW = {name: GDELT_FACTS.get(name, "") for name in COLUMNS}
GDELT_FIRST = {name: GDELT_FACTS.get(name, "") for name in FIRST_COLUMNS} | {"DATEADDED": "20191025"}
ICEWS_ROW = {
    "Event ID": "33990001", "Event Date": "2017-01-01", "Source Name": "Military (Invented)",
    "Source Sectors": "Military,Government", "Source Country": "Pakistan",
    "Event Text": "Use conventional military force", "CAMEO Code": "190", "Intensity": "-10.0",
    "Target Name": "Militant (Invented)", "Target Sectors": "Dissident", "Target Country": "Pakistan",
    "Story ID": "41990001", "Sentence Number": "2", "Publisher": "Invented", "City": "Invented Town",
    "District": "Kech", "Province": "Balochistan", "Country": "Pakistan", "Latitude": "26.0031", "Longitude": "63.0544",
}  # fmt: skip
AWSD_ROW = {
    "Incident ID": "99001", "Year": "2023", "Month": "4", "Day": "15", "Country Code": "SD", "Country": "Sudan",
    "Region": "North Darfur", "District": "Invented District", "City": "Invented Town", "UN": "3", "INGO": "0",
    "Nationals killed": "3", "Nationals wounded": "2", "Internationals killed": "0", "Internationals wounded": "0",
    "Total killed": "3", "Total wounded": "2", "Total kidnapped": "0", "Total affected": "5",
    "Means of attack": "Shooting", "Attack context": "Ambush", "Location": "Road", "Latitude": "13.6512",
    "Longitude": "24.0833", "Motive": "Unknown", "Actor type": "Unknown", "Actor name": "Invented Front",
    "Details": "Invented.", "Verified": "Yes", "Source": "Media",
}  # fmt: skip
