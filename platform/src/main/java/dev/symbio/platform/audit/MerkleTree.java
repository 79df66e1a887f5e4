package dev.symbio.platform.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A hash tree after RFC 6962 (2.1) whose leaves keep their places: they are appended or replaced, never moved or removed, so
 * that a change costs one path. Not thread-safe.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** Leaf hashes first; each level holds half as many as the one before it, a lone last one moves up unchanged. */
    private final List<List<byte[]>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    public int size() {
        return levels.get(0).size();
    }

    /** @param leaf at most {@link #size()}, which appends */
    public void set(int leaf, byte[] content) {
        if (leaf < 0 || leaf > size()) {
            throw new IllegalArgumentException("Expected a leaf up to " + size() + " but got " + leaf + ".");
        }
        put(levels.get(0), leaf, hash(LEAF, content));
        int at = leaf;
        for (int level = 0; levels.get(level).size() > 1; level++) {
            List<byte[]> below = levels.get(level);
            int left = at & ~1;
            if (levels.size() == level + 1) {
                levels.add(new ArrayList<>());
            }
            byte[] parent =
                    left + 1 < below.size() ? hash(NODE, below.get(left), below.get(left + 1)) : below.get(left);
            at = left / 2;
            put(levels.get(level + 1), at, parent);
        }
    }

    private static void put(List<byte[]> level, int at, byte[] hash) {
        if (at == level.size()) {
            level.add(hash);
        } else {
            level.set(at, hash);
        }
    }

    /** Of no leaves: the hash of nothing. */
    public byte[] root() {
        return size() == 0
                ? Digests.sha256().digest()
                : levels.get(levels.size() - 1).get(0);
    }

    /** The hashes beside the way from a leaf up to the root. */
    public List<byte[]> path(int leaf) {
        List<byte[]> beside = new ArrayList<>();
        int at = leaf;
        for (List<byte[]> level : levels) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                beside.add(level.get(sibling));
            }
            at /= 2;
        }
        return beside;
    }

    /** Whether a tree of that size with this root has the content at that leaf. */
    public static boolean proves(byte[] root, int size, int leaf, byte[] content, List<byte[]> path) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        byte[] hash = hash(LEAF, content);
        int at = leaf;
        int next = 0;
        for (int width = size; width > 1; width = (width + 1) / 2) {
            if ((at ^ 1) < width) {
                if (next == path.size()) {
                    return false;
                }
                byte[] beside = path.get(next++);
                hash = (at & 1) == 1 ? hash(NODE, beside, hash) : hash(NODE, hash, beside);
            }
            at /= 2;
        }
        return next == path.size() && MessageDigest.isEqual(hash, root);
    }

    private static byte[] hash(byte prefix, byte[]... parts) {
        MessageDigest sha = Digests.sha256();
        sha.update(prefix);
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest();
    }
}
