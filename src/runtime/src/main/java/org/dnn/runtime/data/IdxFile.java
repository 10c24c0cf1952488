package org.dnn.runtime.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;

/**
 * A file of unsigned bytes with sizes in front, the format that MNIST came in: two zero bytes, the type of the elements
 * (8), the number of dimensions, each size as four bytes with the high one first, the elements in row-major order.
 * Whether it is gzipped is seen by its first two bytes, not by its name.
 *
 * @param file       where it was
 * @param dimensions sizes, outermost first; the first is the number of items
 * @param values     the elements as unsigned bytes
 * @param sha256     of the file as it lies on the disk
 */
@SuppressWarnings("ArrayRecordComponent") // Data are shared, never compared.
public record IdxFile(Path file, int[] dimensions, byte[] values, String sha256) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_1 = 0x1F;
    private static final int GZIP_2 = 0x8B;
    private static final long LONGEST = Integer.MAX_VALUE - 8;
    /** Deflate cannot do better than this, so a header cannot ask for more memory than its file is good for. */
    private static final long BEST_COMPRESSION = 1040;

    /**
     * The sizes alone.
     *
     * @throws Problem if the file cannot be read or is no idx file of unsigned bytes
     */
    public static int[] header(Path file) {
        try (InputStream in = plain(new BufferedInputStream(Files.newInputStream(file)))) {
            return dimensions(file, new DataInputStream(in));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * @param rank how many dimensions are expected, one or more: 1 for labels, 3 for images
     * @throws Problem if the file cannot be read, is no idx file of unsigned bytes, has another number of dimensions or
     *                 no item, or is shorter or longer than its sizes say
     */
    public static IdxFile read(Path file, int rank) {
        MessageDigest digest = Fingerprint.digest();
        try (InputStream disk = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest);
                InputStream in = plain(new BufferedInputStream(disk))) {
            int[] dimensions = dimensions(file, new DataInputStream(in));
            checkRank(file, dimensions, rank);
            byte[] values = values(file, dimensions, in);
            disk.transferTo(OutputStream.nullOutputStream());
            return new IdxFile(file, dimensions, values, Fingerprint.text(digest));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream plain(InputStream in) throws IOException {
        in.mark(2);
        boolean zipped = in.read() == GZIP_1 && in.read() == GZIP_2;
        in.reset();
        return zipped ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    }

    private static int[] dimensions(Path file, DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length == 0) {
            throw Problem.in(file, "is empty");
        }
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
            throw Problem.in(file, "begins with " + HexFormat.ofDelimiter(" ").formatHex(magic)
                    + ", which is no idx file: images begin with 00 00 08 03, labels with 00 00 08 01");
        }
        if (magic[2] != UNSIGNED_BYTES) {
            throw Problem.in(file, "holds " + type(magic[2]) + "; what is read is unsigned bytes (type 08)");
        }
        int[] dimensions = new int[magic[3] & 0xFF];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = in.readInt();
            if (dimensions[i] < 0) {
                throw Problem.in(file, "gives dimension " + (i + 1) + " the size "
                        + Integer.toUnsignedString(dimensions[i]) + ": it is damaged; copy it again");
            }
        }
        return dimensions;
    }

    private static String type(byte code) {
        return switch (code) {
            case 0x09 -> "signed bytes (type 09)";
            case 0x0B -> "16-bit integers (type 0b)";
            case 0x0C -> "32-bit integers (type 0c)";
            case 0x0D -> "32-bit floats (type 0d)";
            case 0x0E -> "64-bit floats (type 0e)";
            default -> "elements of an unknown type (" + HexFormat.of().toHexDigits(code) + ")";
        };
    }

    private static void checkRank(Path file, int[] dimensions, int rank) {
        if (dimensions.length != rank) {
            String swapped = dimensions.length == 1 || rank == 1 ? "; are images and labels exchanged?" : "";
            throw Problem.in(file, "has the magic number " + magic(dimensions.length) + ", where " + magic(rank)
                    + " is expected" + swapped);
        }
        for (int size : dimensions) {
            if (size == 0) {
                throw Problem.in(file, "holds nothing: its sizes are " + sizes(dimensions));
            }
        }
    }

    private static String magic(int rank) {
        String what = switch (rank) {
            case 1 -> "labels";
            case 3 -> "images";
            default -> rank + " dimensions";
        };
        return "00 00 08 " + HexFormat.of().toHexDigits((byte) rank) + " (" + what + ")";
    }

    private static byte[] values(Path file, int[] dimensions, InputStream in) throws IOException {
        long expected = 1;
        for (int size : dimensions) {
            expected = size == 0 ? 0 : Math.min(Long.MAX_VALUE / size, expected) * size;
        }
        boolean credible = expected <= LONGEST && expected <= BEST_COMPRESSION * Files.size(file);
        byte[] values = new byte[credible ? (int) expected : 0];
        long found = credible ? fill(values, in) : length(in);
        if (found < expected) {
            throw Problem.in(file, "is cut short: its sizes " + sizes(dimensions) + " promise " + expected
                    + " bytes, and " + found + " are there; copy it again");
        }
        if (expected > LONGEST) {
            throw Problem.in(file,
                    "holds " + expected + " bytes, more than an array can; share them out to more files");
        }
        if (in.read() >= 0) {
            throw Problem.in(file, "goes on after the " + expected + " bytes that its sizes " + sizes(dimensions)
                    + " promise: it is damaged; copy it again");
        }
        return values;
    }

    /** Reads as much as there is. Where a gzipped file ends in the middle, what is missing shows in the number. */
    private static int fill(byte[] into, InputStream in) throws IOException {
        int found = 0;
        while (found < into.length) {
            int got = read(in, into, found);
            if (got < 0) {
                return found;
            }
            found += got;
        }
        return found;
    }

    private static long length(InputStream in) throws IOException {
        byte[] chunk = new byte[BUFFER_BYTES];
        long length = 0;
        for (int got = 0; got >= 0; got = read(in, chunk, 0)) {
            length += got;
        }
        return length;
    }

    private static int read(InputStream in, byte[] into, int from) throws IOException {
        try {
            return in.read(into, from, into.length - from);
        } catch (EOFException e) {
            return -1;
        }
    }

    private static Problem unreadable(Path file, IOException cause) {
        return switch (cause) {
            case EOFException e -> new Problem(file + ": is cut short: it ends in the middle; copy it again", e);
            case ZipException e ->
                new Problem(file + ": its gzip is damaged (" + FileProblem.reason(e) + "); copy it again", e);
            default -> FileProblem.cannotRead(file, cause);
        };
    }

    static String sizes(int... dimensions) {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    /** How many items there are. */
    public int items() {
        return dimensions[0];
    }

    /** How many elements an item has. */
    public int width() {
        return values.length / dimensions[0];
    }

    /** The elements as a column: an item a row. */
    public ByteColumn column() {
        return new ByteColumn(values, width());
    }

    /** @throws Problem if a value is no class, which are 0 to classes − 1 */
    public void checkClasses(int classes) {
        for (int i = 0; i < values.length; i++) {
            if ((values[i] & 0xFF) >= classes) {
                throw Problem.in(file, "label " + (i + 1) + " of " + values.length + " is " + (values[i] & 0xFF)
                        + ", and " + classes + " classes are 0 to " + (classes - 1));
            }
        }
    }

    /** @throws Problem if there is not one label for each image */
    public static void checkPaired(IdxFile images, IdxFile labels) {
        if (images.items() != labels.items()) {
            throw Problem.in(labels.file, "has " + labels.items() + " labels for the " + images.items() + " images in "
                    + images.file + "; the two do not belong together");
        }
    }
}
