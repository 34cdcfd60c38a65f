import DocumentWorkers
import Testing

@Suite struct FrameTests {
    @Test("frames come out whole and in order, however the bytes were cut", arguments: [1, 2, 3, 5, 7, 64, 4096])
    func cuts(_ size: Int) throws {
        let payloads: [[UInt8]] = [
            [], [1], Array(repeating: 7, count: 300), [0, 0, 0, 4], Array(repeating: 9, count: 5000),
        ]
        let stream = try payloads.flatMap { try #require(Frame.encode($0)) }
        var reader = FrameReader(limit: 5000)
        var seen: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            reader.receive(stream[start..<min(start + size, stream.count)])
            while let payload = try reader.next() { seen.append(payload) }
        }
        #expect(seen == payloads)
        #expect(!reader.hasPending)
    }

    @Test("a length above the limit is refused before its payload has arrived")
    func announcedTooMuch() throws {
        var reader = FrameReader(limit: 16)
        reader.receive([0, 0, 0, 17])
        #expect(throws: FrameReader.TooLarge(announced: 17)) { try reader.next() }
        var whole = FrameReader(limit: 16)
        whole.receive([0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: FrameReader.TooLarge(announced: 4_294_967_295)) { try whole.next() }
    }

    @Test("an unfinished frame gives nothing")
    func unfinished() throws {
        var reader = FrameReader(limit: 16)
        #expect(try reader.next() == nil)
        reader.receive([0, 0, 0])
        #expect(try reader.next() == nil)
        reader.receive([2, 5])
        #expect(try reader.next() == nil)
        #expect(reader.hasPending)
    }
}
