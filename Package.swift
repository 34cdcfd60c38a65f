// swift-tools-version: 6.2
import PackageDescription

// The house: one-way layers, lowest first. A target may use what it names here and nothing else;
// `.ci/run` builds with `--explicit-target-dependency-import-check error`, so an undeclared import fails.

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "ankur",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ankur", targets: ["ankur"])
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "A ledger that several gateway nodes share; needs libpq-dev.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // C: system libraries and shims for macros.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CXMLDoor", dependencies: ["CLibXML2"]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CAssets", exclude: ["files"]),
        .target(name: "CDemoDocuments", exclude: ["files"]),
        .target(name: "CConfinement"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CTimeStampDoor", dependencies: ["COpenSSL"]),
        .target(name: "CSignatureDoor", dependencies: ["COpenSSL"]),
        .target(name: "CTokenDoor"),

        // 0 words
        .target(name: "RecordTypes"),

        // 1 syntax
        .target(name: "XMLReader", dependencies: ["CXMLDoor", "CLibXML2"]),
        .target(name: "JSONText"),
        .target(name: "MarkupText"),
        .target(name: "PrintedText", dependencies: ["CAssets"]),
        .target(name: "TransparencyLog", dependencies: ["RecordTypes", crypto]),
        .target(name: "Sealing", dependencies: ["RecordTypes", "Failpoints", crypto]),
        .target(name: "Failpoints"),
        .target(name: "EmbeddedDatabase", dependencies: ["Failpoints", grdb, sqlite]),
        .target(
            name: "ReplicatedDatabase",
            dependencies: [.target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))]),

        // 2 meaning
        .target(name: "HL7v2", dependencies: ["RecordTypes"]),
        .target(name: "CDA", dependencies: ["RecordTypes", "XMLReader"]),
        .target(name: "FHIR", dependencies: ["RecordTypes", "JSONText", "MarkupText"]),
        .target(name: "Statements", dependencies: ["RecordTypes", "JSONText"]),
        .target(name: "Identity", dependencies: ["RecordTypes", "JSONText", crypto, cryptoExtras, x509, asn1, yams]),

        .target(name: "TimeStamping", dependencies: ["RecordTypes", "CTimeStampDoor", crypto]),

        // 3 decisions
        .target(name: "Profiles", dependencies: ["RecordTypes", crypto, yams]),
        .target(
            name: "Conversion",
            dependencies: [
                "RecordTypes", "XMLReader", "JSONText", "MarkupText", "HL7v2", "CDA", "FHIR", "Profiles", crypto,
            ]),
        .target(name: "Consent", dependencies: ["RecordTypes"]),
        .target(
            name: "Ledger",
            dependencies: [
                "RecordTypes", "JSONText", "TransparencyLog", "TimeStamping", "Sealing", "EmbeddedDatabase",
                "ReplicatedDatabase", "Failpoints",
                crypto, grdb,
            ]),
        .target(
            name: "KeyStore",
            dependencies: [
                "RecordTypes", "Sealing", "EmbeddedDatabase", "ReplicatedDatabase", "Failpoints", crypto, grdb,
            ]),
        .target(
            name: "RecordStore",
            dependencies: ["RecordTypes", "Sealing", "EmbeddedDatabase", "Failpoints", crypto, grdb]),
        .target(
            name: "RecordIndex",
            dependencies: ["RecordTypes", "Statements", "Sealing", "EmbeddedDatabase", "Failpoints", grdb]),
        .target(
            name: "AccessLog",
            dependencies: ["RecordTypes", "Statements", "JSONText", "FHIR", "Sealing", "EmbeddedDatabase", grdb]),
        .target(
            name: "IdentityDirectory",
            dependencies: [
                "RecordTypes", "Statements", "Identity", "Sealing", "EmbeddedDatabase", crypto, grdb,
            ]),
        .target(name: "TokenSecrets", dependencies: ["CTokenDoor", "RecordTypes", "Identity", "Sealing"]),
        .target(
            name: "PortalSessions",
            dependencies: ["RecordTypes", "Sealing", "EmbeddedDatabase", crypto, grdb]),
        .target(
            name: "InstitutionRegister",
            dependencies: [
                "RecordTypes", "JSONText", "Statements", "Identity", "Sealing", "EmbeddedDatabase", grdb,
            ]),
        .target(
            name: "Correspondence",
            dependencies: ["RecordTypes", "Statements", "Sealing", "EmbeddedDatabase", grdb]),
        .target(
            name: "Oversight",
            dependencies: ["RecordTypes", "Statements", "Sealing", "EmbeddedDatabase", grdb]),
        .target(name: "ReportSigning", dependencies: ["CSignatureDoor"]),
        .target(name: "Reporting", dependencies: ["RecordTypes", "JSONText"]),
        .target(name: "PatientSummary", dependencies: ["RecordTypes", "JSONText", "MarkupText", "FHIR"]),

        // 4 use cases
        .target(
            name: "DocumentWorkers",
            dependencies: ["CConfinement", "RecordTypes", "JSONText", "Profiles", "Conversion"]),
        .target(
            name: "Gateway",
            dependencies: [
                "RecordTypes", "JSONText", "TransparencyLog", "Sealing", "Failpoints", "HL7v2", "FHIR", "Statements",
                "Identity", "IdentityDirectory",
                "Consent", "Ledger", "RecordStore", "RecordIndex", "AccessLog", "Correspondence", "Oversight",
                "Reporting", "PatientSummary", "InstitutionRegister", crypto,
            ]),
        .target(name: "WebPages", dependencies: ["RecordTypes", "MarkupText", "PrintedText", "CAssets"]),

        // 5 doors
        .target(
            name: "GatewayTLS",
            dependencies: ["RecordTypes", "Identity", nioCore, nioPosix, nioTLS, nioSSL, hummingbirdCore, logging]),
        .target(
            name: "GatewayHTTP",
            dependencies: [
                "RecordTypes", "JSONText", "FHIR", "Identity", "Gateway", "WebPages", "GatewayTLS", "RecordIndex",
                "AccessLog", "Correspondence", "Oversight", "Reporting", "ReportSigning", "PortalSessions",
                "Ledger", "Sealing", hummingbird, hummingbirdCore, httpTypes, nioCore, nioPosix, nioHTTP1, nioSSL,
                logging, metrics,
                crypto,
            ]),
        .target(
            name: "GatewayMLLP",
            dependencies: [
                "RecordTypes", "HL7v2", "Identity", "Gateway", "GatewayTLS", nioCore, nioPosix, nioSSL, logging,
                metrics,
                lifecycle,
            ]),

        .target(
            name: "LogHTTP",
            dependencies: [
                "RecordTypes", "JSONText", "TransparencyLog", "TimeStamping", "Ledger", asyncHTTPClient, hummingbird,
                hummingbirdCore, httpTypes, nioCore, nioHTTP1, logging,
            ]),

        // 6 the service and the command line
        .target(
            name: "TestPKI", dependencies: ["RecordTypes", "JSONText", "ActorTokens", crypto, cryptoExtras, x509, asn1]),
        .target(
            name: "GatewayService",
            dependencies: [
                "RecordTypes", "JSONText", "TransparencyLog", "Sealing", "Failpoints", "Identity", "IdentityDirectory",
                "Profiles", "Ledger",
                "KeyStore", "RecordStore", "RecordIndex", "AccessLog", "Correspondence", "Oversight", "Reporting",
                "ReportSigning", "TokenSecrets",
                "DocumentWorkers", "Gateway", "GatewayTLS", "PortalSessions", "InstitutionRegister",
                "GatewayHTTP", "GatewayMLLP", "LogHTTP", "TimeStamping", "EmbeddedDatabase", yams, lifecycle,
                unixSignals, logging,
                metrics,
                coreMetrics, hummingbird,
                hummingbirdCore, asyncHTTPClient, nioHTTP1, nioCore, nioPosix, nioSSL, crypto,
            ]),
        .executableTarget(
            name: "ankur",
            dependencies: [
                "RecordTypes", "JSONText", "FHIR", "TransparencyLog", "HL7v2", "Statements", "Identity", "Profiles",
                "Conversion", "Ledger",
                "AccessLog", "Reporting", "DocumentWorkers", "Gateway", "TestPKI", "DemoDocuments", "GatewayClient",
                "GatewayService", "InstitutionRegister", "ActorTokens", "LogHTTP", "TimeStamping", "ReportSigning",
                argumentParser, grdb,
                asyncHTTPClient, nioCore, nioPosix, nioSSL, logging, coreMetrics, lifecycle, crypto,
            ]),

        // beside
        .target(name: "ActorTokens", dependencies: ["RecordTypes", "JSONText", crypto]),
        .executableTarget(
            name: "AnkurBench",
            dependencies: [
                "RecordTypes", "WebPages", "XMLReader", "JSONText", "TransparencyLog", "Sealing", "Ledger",
                "EmbeddedDatabase", "ReplicatedDatabase", crypto, "Profiles",
                "Conversion", "TestPKI", "DemoDocuments",
                "GatewayClient", "GatewayTLS", "Identity", "AccessLog", "Statements", "Gateway", "Reporting",
                asyncHTTPClient,
                nioCore, nioPosix, nioSSL, nioHTTP1, argumentParser, grdb,
            ]),
        .target(name: "DemoDocuments", dependencies: ["CDemoDocuments"]),
        .target(name: "GatewayClient", dependencies: [asyncHTTPClient, nioCore, nioPosix, nioSSL, nioHTTP1]),
        .target(name: "GatewayTesting", dependencies: ["RecordTypes", "Sealing", "RecordStore", "TestPKI", crypto]),

        .testTarget(name: "RecordTypesTests", dependencies: ["RecordTypes"]),
        .testTarget(name: "XMLReaderTests", dependencies: ["XMLReader"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "MarkupTextTests", dependencies: ["MarkupText"]),
        .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog", "RecordTypes", crypto]),
        .testTarget(name: "SealingTests", dependencies: ["Sealing", "RecordTypes", crypto]),
        .testTarget(name: "EmbeddedDatabaseTests", dependencies: ["EmbeddedDatabase", grdb]),
        .testTarget(name: "HL7v2Tests", dependencies: ["HL7v2", "RecordTypes"]),
        .testTarget(name: "CDATests", dependencies: ["CDA", "XMLReader", "RecordTypes"]),
        .testTarget(
            name: "FHIRTests", dependencies: ["FHIR", "JSONText", "RecordTypes", "XMLReader"], exclude: ["Fixtures"]),
        .testTarget(name: "StatementsTests", dependencies: ["Statements", "RecordTypes", "JSONText"]),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["Identity", "JSONText", "RecordTypes", "TestPKI", x509, asn1, crypto]),
        .testTarget(name: "ProfilesTests", dependencies: ["Profiles", "RecordTypes"]),
        .testTarget(
            name: "ConversionTests",
            dependencies: ["Conversion", "Profiles", "FHIR", "JSONText", "RecordTypes", "CDA", "HL7v2"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ConsentTests", dependencies: ["Consent", "RecordTypes"]),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "TransparencyLog", "Sealing", "EmbeddedDatabase", "ReplicatedDatabase", "RecordTypes",
                "GatewayTesting", crypto, grdb,
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "RecordStoreTests",
            dependencies: [
                "RecordStore", "KeyStore", "RecordIndex", "Statements", "Sealing", "EmbeddedDatabase", "RecordTypes",
                "GatewayTesting", crypto, grdb,
            ]),
        .testTarget(
            name: "AccessLogTests",
            dependencies: [
                "AccessLog", "Statements", "FHIR", "JSONText", "Sealing", "EmbeddedDatabase", "RecordTypes",
                "GatewayTesting", crypto, grdb,
            ]),
        .testTarget(
            name: "IdentityDirectoryTests",
            dependencies: ["IdentityDirectory", "Identity", "Statements", "Sealing", "RecordTypes", crypto]),
        .testTarget(
            name: "TokenSecretsTests",
            dependencies: ["TokenSecrets", "IdentityDirectory", "Identity", "Sealing", "RecordTypes", crypto]),
        .testTarget(
            name: "PortalSessionsTests",
            dependencies: ["PortalSessions", "Sealing", "RecordTypes", "GatewayTesting"]),
        .testTarget(name: "ReportingTests", dependencies: ["Reporting", "RecordTypes"]),
        .testTarget(name: "PatientSummaryTests", dependencies: ["PatientSummary", "FHIR", "JSONText", "RecordTypes"]),
        .testTarget(name: "PrintedTextTests", dependencies: ["PrintedText"]),
        .testTarget(name: "WebPagesTests", dependencies: ["WebPages", "MarkupText", "RecordTypes"]),
        .testTarget(
            name: "DocumentWorkersTests", dependencies: ["DocumentWorkers", "Conversion", "Profiles", "RecordTypes"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "RecordTypes", "JSONText", "Sealing", "Statements", "Identity", "IdentityDirectory",
                "InstitutionRegister", "Ledger", "KeyStore",
                "RecordStore",
                "RecordIndex", "AccessLog", "Correspondence", "Oversight", "Reporting", "Consent", "Profiles",
                "Conversion", "TransparencyLog", "GatewayTesting", "TestPKI", crypto, grdb,
            ]),
        .testTarget(
            name: "LogHTTPTests",
            dependencies: [
                "LogHTTP", "Ledger", "TransparencyLog", "TimeStamping", "Sealing", "RecordTypes", "GatewayTesting",
                asyncHTTPClient, nioCore, nioHTTP1, logging,
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "GatewayTLSTests",
            dependencies: [
                "GatewayTLS", "Identity", "TestPKI", "RecordTypes", nioCore, nioPosix, nioSSL, hummingbirdCore, logging,
            ]),
        .testTarget(
            name: "GatewayHTTPTests",
            dependencies: [
                "GatewayHTTP", "GatewayTLS", "Identity", "Gateway", "WebPages", "FHIR", "JSONText", "RecordTypes",
                "XMLReader", "TestPKI", "GatewayService", "PortalSessions", "Sealing", "InstitutionRegister",
                "ActorTokens",
                hummingbird, hummingbirdCore, httpTypes, nioCore, nioPosix, logging, crypto,
            ]),
        .testTarget(
            name: "GatewayMLLPTests",
            dependencies: [
                "GatewayMLLP", "GatewayTLS", "GatewayTesting", "Gateway", "HL7v2", "Identity", "TestPKI", "RecordTypes",
                nioCore,
                nioPosix, nioSSL, logging, lifecycle,
            ]),
        .testTarget(
            name: "GatewayServiceTests",
            dependencies: [
                "GatewayService", "Gateway", "AccessLog", "InstitutionRegister", "ReportSigning", "DocumentWorkers",
                "Conversion",
                "Profiles", "JSONText", "RecordTypes", "TransparencyLog", "TestPKI", "Identity", "Sealing",
                "Ledger", "ReplicatedDatabase", "TokenSecrets", "GatewayClient", logging, coreMetrics, lifecycle,
            ]),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "RecordTypes", "JSONText", "TransparencyLog", "Failpoints", "GatewayClient", "TestPKI", "DemoDocuments",
                crypto,
            ],
            exclude: ["Fixtures"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(), .treatAllWarnings(as: .error),
        // Failpoints belong to debug builds, which the crash tests run; a release binary has none.
        .define("ANKUR_FAILPOINTS", .when(configuration: .debug)),
    ]
}

// Release executables carry Swift's own library: calls into it (reference counting before all) go straight instead of through a
// table, which makes conversion 1.3 times as fast, and they run where no Swift is installed.
let staticLibraries = [
    "Foundation", "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
    "FoundationEssentials", "FoundationInternationalization", "swiftSynchronization", "swiftDispatch", "dispatch",
    "BlocksRuntime",
]
for target in package.targets where target.type == .executable {
    target.linkerSettings = [
        .unsafeFlags(
            ["-static-stdlib", "-Xlinker", "--start-group"] + staticLibraries.map { "-l\($0)" }
                + ["-Xlinker", "--end-group"],
            .when(platforms: [.linux], configuration: .release))
    ]
}
