/// Stands between the queries and the databases, so that a simulation can end a controller at any read or write.
///
/// With a gate every query runs on the thread of its caller.
package protocol StoreGate: Sendable {
    /// Before the databases are touched; what it throws the caller gets.
    func enter(_ access: StoreAccess, _ file: String) throws

    /// After what was written stands; what it throws the caller gets in place of the answer.
    func leave(_ access: StoreAccess, _ file: String) throws
}

package enum StoreAccess: Hashable, Sendable {
    case read, write
}

extension Store {
    /// The same databases seen through a gate.
    package func gated(by gate: any StoreGate) -> Store {
        var control = control
        var history = history
        control.gate = gate
        history?.gate = gate
        return Store(control: control, history: history, historySetAside: historySetAside)
    }
}
