import ArgumentParser
import JSONText

/// Where a server of static files or a witness listens; its port has a number of its own.
struct ListenAddress: ParsableArguments {
    @Option(help: "The address to listen at.")
    var host = "127.0.0.1"

    /// Prints `{"ready":"127.0.0.1:8090"}`, a line, once something listens there.
    static func announce(_ host: String, _ port: Int) {
        var json = JSONWriter()
        json.beginObject()
        json.key("ready")
        json.string("\(host):\(port)")
        json.endObject()
        StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
    }
}
