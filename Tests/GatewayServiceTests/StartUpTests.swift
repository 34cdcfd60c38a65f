import Testing

@testable import GatewayService

private struct Broken: Error, Hashable {}

@Suite struct StartUpTests {
    @Test("ready when the last listener is up, and not a moment earlier")
    func ready() async throws {
        let startUp = StartUp(awaiting: [.providers, .mllp])
        startUp.listenerIsUp(.providers)
        #expect(!startUp.isReady)
        async let waited: Void = startUp.wait()
        startUp.listenerIsUp(.mllp)
        try await waited
        #expect(startUp.isReady)
        try await startUp.wait()
    }

    @Test("the first failure reaches whoever waits, before and after")
    func failure() async {
        let startUp = StartUp(awaiting: [.providers])
        startUp.fail(Broken())
        startUp.fail(CancellationError())
        await #expect(throws: Broken.self) { try await startUp.wait() }
        startUp.listenerIsUp(.providers)
        #expect(!startUp.isReady)
    }

    @Test("draining ends readiness and every wait")
    func draining() async {
        let early = StartUp(awaiting: [.providers])
        early.drain()
        await #expect(throws: CancellationError.self) { try await early.wait() }
        let late = StartUp(awaiting: [.providers])
        late.listenerIsUp(.providers)
        late.drain()
        #expect(!late.isReady)
    }

    @Test("a cancelled wait ends")
    func cancelled() async {
        let startUp = StartUp(awaiting: [.providers])
        let waiting = Task { try await startUp.wait() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
