/// What the workbench says about late and missing documents.
struct LatenessWords: Sendable {
    let toLateness, title, lead, count, chart, documents, late, share, median, percentile95: String
    let visits, undocumented, orders, unanswered: String
}

extension Words {
    /// The workbench is Estonian to Russian readers.
    var lateness: LatenessWords { language == "en" ? .english : .estonian }
}

extension LatenessWords {
    static let english = LatenessWords(
        toLateness: "Lateness", title: "Late and missing documents",
        lead:
            "How many days after what it is about each institution's documents come; how many visits that it has named have none within fourteen days; how many of its orders nobody answered within ninety. Late is more than seven days. Numbers below ten are left out.",
        count: "Count", chart: "Documents that came late", documents: "Documents", late: "Late", share: "Late, %",
        median: "Median days", percentile95: "95 % within days", visits: "Visits", undocumented: "Without a document",
        orders: "Orders", unanswered: "Unanswered")

    static let estonian = LatenessWords(
        toLateness: "Hilinemine", title: "Hilinenud ja puuduvad dokumendid",
        lead:
            "Mitu päeva hiljem asutuse dokumendid saabuvad; mitmel tema nimetatud visiidil ei ole neljateistkümne päeva jooksul dokumenti; mitmele tema saatekirjale ei ole üheksakümne päeva jooksul vastatud. Hilinenud on üle seitsme päeva. Alla kümne jäetakse välja.",
        count: "Loenda", chart: "Hilinenud dokumendid", documents: "Dokumente", late: "Hilinenud",
        share: "Hilinenud, %", median: "Mediaan, päevi", percentile95: "95 % päevade jooksul", visits: "Visiite",
        undocumented: "Dokumendita", orders: "Saatekirju", unanswered: "Vastuseta")
}
