import CCurl

/// Lists of texts that libcurl reads while a hop is under way and leaves to their owner.
struct CurlLists {
    private var heads: [UnsafeMutablePointer<curl_slist>] = []

    /// nil without lines.
    mutating func make(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var head: UnsafeMutablePointer<curl_slist>?
        for line in lines { head = curl_slist_append(head, line) }
        if let head { heads.append(head) }
        return head
    }

    mutating func free() {
        for head in heads { curl_slist_free_all(head) }
        heads = []
    }
}
