package dev.symbio.platform.audit;

import java.util.List;

/**
 * That a checkpoint saw one entity's chain: a third party can check it without any of the tenant's other entities.
 *
 * @param head the leaf's content: the newest event that the checkpoint saw, by its number and hash
 * @param leaf the chain's place in the hash tree
 * @param chains how many leaves the tree has
 * @param path the hashes beside the way from the leaf to the root, in hex
 */
public record Proof(Checkpoint.Signed checkpoint, ChainHead head, long leaf, long chains, List<String> path) {
    public Proof {
        path = List.copyOf(path);
    }

    /** Whether the checkpoint is signed with the key and its root has the head at its place. */
    public boolean holds(PublicSigningKey key) {
        return key.signed(checkpoint) && inTree();
    }

    /** Whether the checkpoint's root has the head at its place. @throws IllegalArgumentException if the path is not hex */
    boolean inTree() {
        Checkpoint saw = checkpoint.read();
        return chains == saw.chains()
                && chains <= Integer.MAX_VALUE
                && leaf == (int) leaf
                && MerkleTree.proves(
                        Digests.bytes(saw.root()),
                        (int) chains,
                        (int) leaf,
                        head.leaf(),
                        path.stream().map(Digests::bytes).toList());
    }
}
