import Store

/// Lets everything through; only keeps queries on their caller's thread.
struct OpenGate: StoreGate {
    func enter(_ access: StoreAccess, _ file: String) {}
    func leave(_ access: StoreAccess, _ file: String) {}
}
