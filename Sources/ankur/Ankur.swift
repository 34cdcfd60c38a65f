@main struct Ankur { static func main() {} }
