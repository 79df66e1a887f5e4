package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    /** RFC 6962, 2.1, as it is written there. */
    private static byte[] rfc(List<byte[]> leaves) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        if (leaves.isEmpty()) {
            return sha.digest();
        }
        if (leaves.size() == 1) {
            sha.update((byte) 0);
            return sha.digest(leaves.get(0));
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        sha.update((byte) 1);
        byte[] left = rfc(leaves.subList(0, split));
        byte[] right = rfc(leaves.subList(split, leaves.size()));
        sha.update(left);
        return sha.digest(right);
    }

    private static byte[] bytes(int n) {
        return ("leaf " + n).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void rootIsThatOfTheStandardWhateverIsAppendedOrReplaced() throws Exception {
        MerkleTree tree = new MerkleTree();
        List<byte[]> leaves = new ArrayList<>();
        Random random = new Random(6962);
        assertThat(tree.root()).isEqualTo(rfc(leaves));
        for (int i = 0; i < 300; i++) {
            leaves.add(bytes(i));
            tree.set(i, bytes(i));
            int other = random.nextInt(leaves.size());
            leaves.set(other, bytes(1_000 + i));
            tree.set(other, bytes(1_000 + i));
            assertThat(tree.root()).isEqualTo(rfc(leaves));
        }
    }

    @Test
    void pathProvesALeafAndNothingElse() {
        for (int size = 1; size <= 40; size++) {
            MerkleTree tree = new MerkleTree();
            for (int i = 0; i < size; i++) {
                tree.set(i, bytes(i));
            }
            for (int leaf = 0; leaf < size; leaf++) {
                List<byte[]> path = tree.path(leaf);
                assertThat(MerkleTree.proves(tree.root(), size, leaf, bytes(leaf), path))
                        .isTrue();
                assertThat(MerkleTree.proves(tree.root(), size, leaf, bytes(leaf + 1), path))
                        .isFalse();
                assertThat(MerkleTree.proves(tree.root(), size, (leaf + 1) % (size + 1), bytes(leaf), path))
                        .isFalse();
                assertThat(MerkleTree.proves(tree.root(), size + 64, leaf, bytes(leaf), path))
                        .isFalse();
            }
        }
    }

    @Test
    void leafThatWouldLeaveAGapIsRefused() {
        assertThatThrownBy(() -> new MerkleTree().set(1, bytes(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
