package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

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

    /** @param chains tells of all chains as the checkpoint saw them, in the order of their leaves */
    static Optional<Proof> of(
            Checkpoint.Signed signed, Consumer<Consumer<ChainHeads.Placed>> chains, EntityRef entity) {
        MerkleTree tree = new MerkleTree();
        AtomicReference<ChainHeads.Placed> wanted = new AtomicReference<>();
        chains.accept(placed -> {
            tree.set((int) placed.leaf(), placed.head().leaf());
            if (placed.head().entity().equals(entity)) {
                wanted.set(placed);
            }
        });
        return Optional.ofNullable(wanted.get()).map(placed -> {
            List<String> path =
                    tree.path((int) placed.leaf()).stream().map(Digests::hex).toList();
            return new Proof(signed, placed.head(), placed.leaf(), tree.size(), path);
        });
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
