import DemoDocuments
import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// FHIR clients that others wrote read a running gateway: PyPI `fhirclient` (strict R4 models), `fhirpy`, `fhir-pyrate` (data frames).
@Suite(
    "Independent FHIR clients",
    .enabled(if: Built.python != nil, "ANKUR_TEST_PYTHON names no Python with the packages of .ci/python-packages"))
struct FHIRClientTests {
    /// The doctor's headers as JSON, for the clients to send.
    private static var doctor: String {
        let pairs = Acting.doctor.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ")
        return "{\(pairs)}"
    }

    private static let start = """
        import json, sys
        base, root, certificate, key, headers, person, record = sys.argv[1:8]
        headers = json.loads(headers)

        """

    private static let fhirClient = """
        from fhirclient import client
        from fhirclient.models import bundle, capabilitystatement, condition, documentreference, observation
        smart = client.FHIRClient(settings={"app_id": "test", "api_base": base})
        smart.server.session.trust_env = False
        smart.server.session.verify, smart.server.session.cert = root, (certificate, key)
        smart.server.session.headers.update(headers)
        conformance = smart.server.request_json("metadata")
        statement = capabilitystatement.CapabilityStatement(conformance)
        searched = [r.type for r in statement.rest[0].resource if any(i.code == "search-type" for i in r.interaction)]
        counted = {}
        for kind in searched:
            if kind == "AuditEvent" or kind == "Consent":
                continue
            found = smart.server.request_json(f"{kind}?patient.identifier={person}&_count=2")
            page, entries = bundle.Bundle(found), []
            while True:
                entries += page.entry or []
                following = [l.url for l in page.link if l.relation == "next"]
                if not following:
                    break
                page = bundle.Bundle(smart.server.request_json(following[0]))
            counted[kind] = len(entries)
        assert counted["Observation"] > 0 and counted["Patient"] > 0 and counted["Composition"] > 0, counted
        found = documentreference.DocumentReference.where({"patient.identifier": person}).perform_resources(smart.server)
        assert record in [reference.id for reference in found]
        summary = bundle.Bundle(smart.server.request_json(f"Patient/$summary?patient.identifier={person}"))
        assert summary.entry[0].resource.section, "no section"
        one = observation.Observation.where({"patient.identifier": person, "_count": "1"}).perform_resources(smart.server)[0]
        again = observation.Observation.read(one.id, smart.server)
        assert again.as_json() == one.as_json()
        print(json.dumps(counted))
        """

    private static let fhirPy = """
        from fhirpy import SyncFHIRClient
        from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound
        client = SyncFHIRClient(base, extra_headers=headers, requests_config={"verify": root, "cert": (certificate, key), "timeout": 30})
        whole = client.resources("Observation").search(**{"patient.identifier": person}).limit(1000).fetch_all()
        paged = client.resources("Observation").search(**{"patient.identifier": person}).limit(1).fetch_all()
        assert whole and [r.id for r in whole] == [r.id for r in paged], (len(whole), len(paged))
        search = client.resources("Observation").search(**{"patient.identifier": person})
        lenient = SyncFHIRClient(base, extra_headers={**headers, "Prefer": "handling=lenient"}, requests_config={"verify": root, "cert": (certificate, key), "timeout": 30})
        counted = lenient.resources("Observation").search(**{"patient.identifier": person}).count()
        assert counted == len(whole), (counted, len(whole))
        some = search.search(date__ge="1990", date__lt="2100").sort("-date").elements("code").limit(2).fetch()
        assert 0 < len(some) <= 2
        included = client.resources("Observation").search(**{"patient.identifier": person}).include("Observation", "patient").fetch_raw()
        assert any(entry.search.mode == "include" for entry in included.entry)
        read = client.get("Observation", whole[0].id)
        assert read["id"] == whole[0].id
        patient = client.resources("Patient").search(identifier=person).first()
        everything = client.execute(f"Patient/{patient.id}/$everything", method="get")
        assert everything["resourceType"] == "Bundle"
        for wrong in [{"patient.identifier": person, "colour": "red"}, {}]:
            try:
                client.resources("Observation").search(**wrong).fetch()
                sys.exit("a wrong search was answered")
            except OperationOutcome:
                pass
        try:
            client.get("Observation", "0" * 32 + "-1")
            sys.exit("an unknown resource was found")
        except ResourceNotFound:
            pass
        print(len(whole))
        """

    private static let fhirPyrate = """
        import requests
        from fhir_pyrate import Pirate
        session = requests.Session()
        session.trust_env = False
        session.verify, session.cert = root, (certificate, key)
        session.headers.update(headers)
        pirate = Pirate(base_url=base, auth=session, num_processes=1, print_request_url=False)
        frame = pirate.steal_bundles_to_dataframe("Observation", {"patient.identifier": person, "_count": 1})
        assert len(frame) > 1 and len(set(frame["id"])) == len(frame), len(frame)
        total = session.get(f"{base}/Observation?patient.identifier={person}&_summary=count").json()["total"]
        assert len(frame) == total, (len(frame), total)
        print(len(frame))
        """

    @Test("each of them reads, searches and turns every page", arguments: ["fhirclient", "fhirpy", "fhir-pyrate"])
    func reads(_ name: String) async throws {
        let gateway = try await RunningGateway()
        let submitted = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"], body: TestDocument.cda("CLIENT-\(name)").bytes)
        let record = try #require(submitted.json().submissionExtension("submission"), "\(submitted.text)")
        let laboratory = try await Curl.ask(
            gateway, as: Holder.laboratory, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"], body: DemoDocument.laboratory)
        #expect(laboratory.status == 200 || laboratory.status == 201, "\(laboratory.text)")
        let script = ["fhirclient": Self.fhirClient, "fhirpy": Self.fhirPy, "fhir-pyrate": Self.fhirPyrate][name]
        let realm = gateway.realm
        let there = try await ReaderName.of(
            record, for: Holder.southHospital, headers: Acting.doctor.map { "\($0.0): \($0.1)" }, in: gateway)
        let run = try await Command.run(
            try #require(Built.python),
            [
                "-c", Self.start + (try #require(script)), gateway.url("providers", "/fhir"), realm.trustRootPath,
                realm.certificatePath(Holder.southHospital), realm.keyPath(Holder.southHospital), Self.doctor,
                "PNOEE-\(TestPerson.jaak.code)", there,
            ])
        #expect(run.status == 0, "\(run.transcript)")
        #expect(await gateway.process.terminate() == 0)
    }
}
