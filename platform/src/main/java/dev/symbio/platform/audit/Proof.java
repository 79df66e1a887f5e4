package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import java.util.List;
import java.util.Optional;

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

    static Optional<Proof> of(Checkpoint.Signed signed, List<ChainHeads.Placed> chains, EntityRef entity) {
        MerkleTree tree = new MerkleTree();
        ChainHeads.Placed wanted = null;
        for (ChainHeads.Placed placed : chains) {
            tree.set((int) placed.leaf(), placed.head().leaf());
            wanted = placed.head().entity().equals(entity) ? placed : wanted;
        }
        if (wanted == null) {
            return Optional.empty();
        }
        List<String> path =
                tree.path((int) wanted.leaf()).stream().map(Digests::hex).toList();
        return Optional.of(new Proof(signed, wanted.head(), wanted.leaf(), tree.size(), path));
    }

    /** Whether the checkpoint is signed with the key and its root has the head at its place. */
    public boolean holds(PublicSigningKey key) {
        return key.signed(checkpoint)
                && MerkleTree.proves(
                        Digests.bytes(checkpoint.read().root()),
                        (int) chains,
                        (int) leaf,
                        head.leaf(),
                        path.stream().map(Digests::bytes).toList());
    }
}
