import Foundation
import GatewayService
import TestPKI
import Testing

@Suite("Where checkpoints are anchored")
struct AnchorConfigurationTests {
    private static let rest = """
        mode: test
        data: data
        profiles: /srv/profiles
        trust: trust.yaml
        tls: {certificate: chain.pem, key: key.pem}

        """

    private func read(_ ledger: String) throws(ConfigurationError) -> GatewayConfiguration {
        try GatewayConfiguration(
            yaml: Self.rest + "ledger:\n  origin: log.example.ee/ankur\n" + ledger, file: "gateway.yaml",
            folder: "/etc/ankur", environment: [:], cores: 2)
    }

    @Test("nothing said, nothing anchored; mirrors and chains are read as they stand")
    func read() throws {
        let plain = try read("").ledger
        #expect(plain.anchors == nil && plain.mirrors.isEmpty)
        let address = "0x" + String(repeating: "aB", count: 20)
        let ledger = try read(
            """
              mirrors: {north: "https://mirror.example.ee/log", south: "http://127.0.0.1:8091"}
              anchors:
                everyMinutes: 5
                chains:
                  testnet: {url: "http://127.0.0.1:8545", contract: "\(address)", account: "\(address)"}
            """
        ).ledger
        #expect(ledger.mirrors == ["north": "https://mirror.example.ee/log", "south": "http://127.0.0.1:8091"])
        let anchors = try #require(ledger.anchors)
        #expect(anchors.every == .seconds(300) && anchors.timeout == .seconds(10))
        #expect(anchors.chains.map(\.name) == ["testnet"] && anchors.authorities.isEmpty)
    }

    @Test(
        "a fault is told with its key",
        arguments: [
            ("  mirrors: {north: mirror.example.ee}\n", "ledger.mirrors.north"),
            ("  anchors: {everyMinutes: 0}\n", "ledger.anchors.everyMinutes"),
            ("  anchors: {authorities: {one: {roots: /nowhere.pem}}}\n", "ledger.anchors.authorities.one.url"),
            ("  anchors: {authorities: {one: {url: 'http://tsa.example'}}}\n", "ledger.anchors.authorities.one.roots"),
            (
                "  anchors: {authorities: {one: {url: 'http://tsa.example', roots: /nowhere.pem}}}\n",
                "ledger.anchors.authorities.one.roots"
            ),
            (
                "  anchors: {authorities: {one: {url: 'http://tsa.example', roots: /etc/hostname}}}\n",
                "ledger.anchors.authorities.one.roots"
            ),
            (
                "  anchors: {authorities: {'../x': {url: 'http://tsa.example', roots: /nowhere.pem}}}\n",
                "ledger.anchors.authorities.../x"
            ),
            (
                "  anchors: {chains: {a: {url: 'ftp://x', contract: '0x1', account: '0x2'}}}\n",
                "ledger.anchors.chains.a.contract"
            ),
            ("  anchors: {chain: {}}\n", "ledger.anchors.chain"),
        ])
    func faulty(_ ledger: String, _ key: String) {
        let error = #expect(throws: ConfigurationError.self) { _ = try read(ledger) }
        #expect(error?.faults.contains { $0.key == key } == true, "\(error?.description ?? "")")
    }
}
