package org.dnn.runtime.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

import org.dnn.runtime.Problem;

/** Goes through a file that turned out not to be UTF-8, to say where. */
final class Utf8 {
    private static final int CHUNK = 1 << 16;

    private long offset;
    private long line = 1;
    private boolean afterReturn;

    private Utf8() {}

    /**
     * The problem of a file that is known not to be UTF-8: its first wrong byte.
     *
     * @throws IOException if it cannot be read again
     */
    static Problem problem(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new Utf8().firstWrong(file, channel);
        }
    }

    private Problem firstWrong(Path file, FileChannel channel) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        boolean ended = false;
        CoderResult result = CoderResult.UNDERFLOW;
        while (!ended && !result.isError()) {
            ended = channel.read(bytes) < 0;
            bytes.flip();
            result = decoder.decode(bytes, CharBuffer.allocate(CHUNK), ended);
            for (int i = 0; i < bytes.position(); i++) {
                pass(bytes.get(i));
            }
            bytes.compact();
        }
        String wrong = HexFormat.of().withUpperCase().toHexDigits(bytes.get(0));
        return Problem.in(file, line, "byte " + offset + " (" + wrong
                + ") is not UTF-8; save the file as UTF-8 (it may be in Latin-1, GB 18030 or another encoding)");
    }

    private void pass(byte b) {
        offset++;
        if (b == '\r' || (b == '\n' && !afterReturn)) {
            line++;
        }
        afterReturn = b == '\r';
    }
}
