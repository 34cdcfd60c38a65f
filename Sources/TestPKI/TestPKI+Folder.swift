import Foundation

extension TestPKI {
    /// The trust profile that fits this PKI, naming the files that ``write(to:)`` writes beside it. Marked `test: true`.
    public var trustProfileYAML: String {
        """
        # Trust in the test PKI of this folder. Made by Ankur; never load it in production.
        name: ee-test
        test: true
        revocation: none-test-only
        anchors: [root.pem]
        intermediates: [server-ca.pem]
        issuers:
          - name: ee-test-esteid2025
            certificate: citizen-ca.pem
            role: citizen
            identifiers: [{prefix: PNOEE, digits: 11}]
            required-policies: [0.4.0.2042.1.2]
            document-types: \(documentTypes(generation: 2))
          - name: ee-test-esteid2018
            certificate: citizen-ca-2018.pem
            role: citizen
            identifiers: [{prefix: PNOEE, digits: 11}]
            required-policies: [0.4.0.2042.1.2]
            document-types: \(documentTypes(generation: 1))
          - name: ee-test-org
            certificate: seal-ca.pem
            role: institution
            identifiers: [{prefix: NTREE, digits: 8}]

        """
    }

    private func documentTypes(generation: Int) -> String {
        let arcs = (1...6).map { "2.999.1.3.6.1.4.1.51361.\(generation).1.\($0)" }
        return "[\(arcs.joined(separator: ", "))]"
    }

    /// Writes authorities, credentials (`NAME.pem` leaf first, `NAME.key`) and `trust.yaml` into a folder, made if absent.
    ///
    /// The folder is for its owner alone, and so is each private key (0600). Authorities' keys are not written.
    public func write(to directory: String) throws {
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (name, authority) in [
            ("root", root), ("citizen-ca", citizenAuthority), ("citizen-ca-2018", olderCitizenAuthority),
            ("seal-ca", sealAuthority), ("server-ca", serverAuthority),
        ] {
            try Self.write(authority.certificatePEM, to: folder.appendingPathComponent("\(name).pem"))
        }
        for credential in [server] + credentials { try credential.write(to: directory) }
        try Self.write(trustProfileYAML, to: folder.appendingPathComponent("trust.yaml"))
    }

    static func write(_ text: String, to file: URL, readableBy permissions: Int = 0o644) throws {
        // The mode is set before the content is there to be read.
        let created = FileManager.default.createFile(
            atPath: file.path, contents: nil, attributes: [.posixPermissions: permissions])
        guard created else { throw CocoaError(.fileWriteUnknown) }
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}

extension Credential {
    /// Writes `NAME.pem` and `NAME.key` (0600) into an existing folder.
    public func write(to directory: String) throws {
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        try TestPKI.write(certificatePEM, to: folder.appendingPathComponent("\(name).pem"))
        try TestPKI.write(keyPEM, to: folder.appendingPathComponent("\(name).key"), readableBy: 0o600)
    }
}
