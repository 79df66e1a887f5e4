package dev.symbio.gateway;

import java.io.InputStream;
import java.util.Arrays;

/** The same byte, so many times, without holding them. */
public class RepeatedByte extends InputStream {
    private final byte value;
    private long left;

    public RepeatedByte(byte value, long count) {
        this.value = value;
        left = count;
    }

    @Override
    public int read() {
        if (left == 0) {
            return -1;
        }
        left--;
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (left == 0) {
            return -1;
        }
        int count = (int) Math.min(length, left);
        Arrays.fill(into, offset, offset + count, value);
        left -= count;
        return count;
    }
}
