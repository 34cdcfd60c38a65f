import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Clients that others wrote, for the same protocols: PyPI `hl7` sends, PyPI `fhirpy` reads.
@Suite(
    "Independent clients",
    .enabled(if: Built.python != nil, "ANKUR_TEST_PYTHON names no Python with the packages of .ci/python-packages"))
struct IndependentClientTests {
    /// `mllp_send` knows no TLS; this lends it some, for one command.
    private static let bridge = """
        import socket, ssl, subprocess, sys, threading
        host, port, root, certificate, key, message = sys.argv[1:7]
        context = ssl.create_default_context(cafile=root)
        context.check_hostname = False
        context.load_cert_chain(certificate, key)
        listener = socket.create_server(("127.0.0.1", 0))

        def pump(source, target):
            try:
                while data := source.recv(65536):
                    target.sendall(data)
            except OSError:
                pass
            try:
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        def serve():
            plain, _ = listener.accept()
            secure = context.wrap_socket(socket.create_connection((host, int(port))), server_hostname=host)
            threading.Thread(target=pump, args=(plain, secure), daemon=True).start()
            pump(secure, plain)

        threading.Thread(target=serve, daemon=True).start()
        local = str(listener.getsockname()[1])
        sys.exit(subprocess.run([sys.executable, "-m", "hl7.client", "--port", local, "--file", message, "127.0.0.1"], timeout=60).returncode)
        """

    @Test("mllp_send gets AA for a good message and AE for a faulty one")
    func mllpSend() async throws {
        let gateway = try await SharedGateway.running
        let folder = try TemporaryFolder()
        let messages = [TestDocument.oru("PY-1"), TestDocument.oru("PY-2", patientCode: "38001085719")]
        let file = try folder.file("messages.hl7", messages.flatMap { [0x0B] + $0.bytes + [0x1C, 0x0D] })
        let address = try #require(gateway.process.addresses["mllp"]).split(separator: ":").map(String.init)
        let realm = gateway.realm
        let run = try await Command.run(
            try #require(Built.python),
            [
                "-c", Self.bridge, address[0], address[1], realm.trustRootPath,
                realm.certificatePath(Holder.southHospital),
                realm.keyPath(Holder.southHospital), file,
            ])
        #expect(run.status == 0, "\(run.transcript)")
        let good = try #require(run.text.firstRange(of: "MSA|AA|PY-1"), "\(run.transcript)")
        let faulty = try #require(run.text.firstRange(of: "MSA|AE|PY-2"), "\(run.transcript)")
        #expect(good.lowerBound < faulty.lowerBound)
    }

    private static let reader = """
        import json, sys
        from fhirpy import SyncFHIRClient
        from fhirpy.base.exceptions import ResourceNotFound
        base, root, certificate, key, record = sys.argv[1:6]
        client = SyncFHIRClient(base, requests_config={"verify": root, "cert": (certificate, key), "timeout": 30})
        references = client.resources("DocumentReference").fetch()
        assert record in [reference["id"] for reference in references], references
        bundle = client.get("Bundle", record)
        assert bundle["type"] == "document", bundle["type"]
        kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
        assert kinds[0] == "Composition" and kinds.count("Patient") == 1, kinds
        events = client.resources("AuditEvent").search(date="ge2026-01-01").fetch()
        assert events and all(event["recorded"] for event in events)
        try:
            client.get("Bundle", "0" * 32)
            sys.exit("an unknown record was found")
        except ResourceNotFound:
            pass
        print(json.dumps({"references": len(references), "kinds": kinds, "events": len(events)}))
        """

    @Test("fhirpy reads a citizen's records and access log")
    func fhirpy() async throws {
        let gateway = try await SharedGateway.running
        let submitted = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: TestDocument.cda("PY-FHIR").bytes)
        let record = try #require(submitted.json().submissionExtension("submission"), "\(submitted.text)")
        let realm = gateway.realm
        let run = try await Command.run(
            try #require(Built.python),
            [
                "-c", Self.reader, gateway.url("citizens", "/fhir"), realm.trustRootPath,
                realm.certificatePath(Holder.citizen),
                realm.keyPath(Holder.citizen), record,
            ])
        #expect(run.status == 0, "\(run.transcript)")
    }
}
