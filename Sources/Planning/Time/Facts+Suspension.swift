import Model

extension Facts {
    /// Why an object is set aside: by a person, which goes before what its manifest says, or in git.
    func suspension(of object: DeclaredObject) -> PauseReason? {
        if let suspension = suspensions[object.identity] { return .suspended(suspension) }
        return object.suspend && !isLeaving(object.identity) ? .suspendedInGit : nil
    }

    func isSuspended(_ object: DeclaredObject) -> Bool { suspension(of: object) != nil }

    /// Why nothing is done to an object for now: it is suspended, or a change of it waits for a sync window.
    ///
    /// Only Environments and CloudResources wait for windows. A change that has begun is finished, and what was lost or
    /// stopped is put right at any time.
    func pause(of object: DeclaredObject) -> PauseReason? {
        if let suspension = suspension(of: object) { return suspension }
        let isDeletion = isLeaving(object.identity)
        guard isDeletion || !isApplied(object.identity), let closure = closure(of: object) else { return nil }
        let pending: PendingChange = isDeletion ? .delete : objects[object.identity] == nil ? .create : .change
        return .syncWindow(until: closure.until, pending: pending)
    }
}
