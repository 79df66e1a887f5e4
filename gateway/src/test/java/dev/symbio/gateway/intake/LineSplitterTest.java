package dev.symbio.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final class Collected implements LineSplitter.Lines {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void line(long number, byte[] bytes, int from, int to) {
            lines.add(number + ":" + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void tooLong(long number) {
            lines.add(number + " is too long");
        }
    }

    private static List<String> split(byte[] bytes, int pieceBytes) {
        Collected collected = new Collected();
        LineSplitter splitter = new LineSplitter(collected);
        for (int from = 0; from < bytes.length; from += pieceBytes) {
            splitter.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceBytes)));
        }
        splitter.end();
        return collected.lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void endsLinesWithLfOrCrLfAndTheLastOneWithNothing() {
        assertThat(split(bytes("a\nb\r\n\nc"), 100)).containsExactly("1:a", "2:b", "3:", "4:c");
        assertThat(split(bytes("a\n"), 100)).containsExactly("1:a");
        assertThat(split(bytes(""), 100)).isEmpty();
        assertThat(split(bytes("a\rb"), 1)).containsExactly("1:a\rb");
    }

    @Test
    void dropsAByteOrderMarkAtTheStartOnly() {
        String mark = "\u00ef\u00bb\u00bf";
        for (int piece = 1; piece < 8; piece++) {
            assertThat(split(bytes(mark + "a\n" + mark + "b"), piece)).containsExactly("1:a", "2:" + mark + "b");
        }
    }

    @Test
    void reportsALineBeyondTheLimitOnceAndGoesOn() {
        String fits = "x".repeat(LineSplitter.MAX_LINE_BYTES);
        for (int piece : List.of(1_000, 65_536, 10_000_000)) {
            assertThat(split(bytes("a\n" + fits + "y\nb\n" + fits + "\n" + fits + "y"), piece))
                    .containsExactly("1:a", "2 is too long", "3:b", "4:" + fits, "5 is too long");
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.strings()
                .withChars("ab\r,\u00e9 ")
                .ofMaxLength(40)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 500)
    void findsTheSameLinesWhereverThePiecesEnd(
            @ForAll("lines") @Size(min = 1) List<String> lines, @ForAll @IntRange(min = 1, max = 50) int pieceBytes) {
        byte[] text = bytes(String.join("\n", lines));

        assertThat(split(text, pieceBytes)).isEqualTo(split(text, text.length + 1));
    }
}
