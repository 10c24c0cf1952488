package org.dnn.runtime.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.runtime.Problem;

/**
 * Images and labels in idx files as one table: the rows of the training files, then those of the test files.
 *
 * @param table     two columns of bytes, images and labels
 * @param trainRows the first rows, which are the official training part
 * @param testRows  the others
 */
public record IdxTable(Table table, int trainRows, int testRows) {
    private static final int IMAGE_RANK = 3;

    /** The two files of a part. */
    public record Part(Path images, Path labels) {}

    /**
     * What the columns are called and must be.
     *
     * @param image   the name of the column of images
     * @param height  pixels
     * @param width   pixels
     * @param label   the name of the column of labels
     * @param classes labels are 0 to classes − 1
     */
    public record Layout(String image, int height, int width, String label, int classes) {}

    /**
     * @param parts the training files, or those and the test files
     * @throws Problem if a file cannot be read, is not what it should be, or does not belong to the others
     */
    public static IdxTable read(Layout layout, Part... parts) {
        List<Table.DataFile> files = new ArrayList<>();
        byte[][] images = new byte[parts.length][];
        byte[][] labels = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            IdxFile image = IdxFile.read(parts[i].images(), IMAGE_RANK);
            checkSize(layout, image);
            IdxFile label = IdxFile.read(parts[i].labels(), 1);
            IdxFile.checkPaired(image, label);
            label.checkClasses(layout.classes());
            images[i] = image.values();
            labels[i] = label.values();
            files.add(new Table.DataFile(image.file(), image.sha256()));
            files.add(new Table.DataFile(label.file(), label.sha256()));
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(layout.image(),
                new ByteColumn(joined(parts[0].images(), images), layout.height() * layout.width()));
        columns.put(layout.label(), new ByteColumn(joined(parts[0].labels(), labels), 1));
        int trainRows = labels[0].length;
        int rows = Arrays.stream(labels).mapToInt(part -> part.length).sum();
        return new IdxTable(new Table(rows, columns, Map.of(), files), trainRows, rows - trainRows);
    }

    private static void checkSize(Layout layout, IdxFile images) {
        int[] sizes = images.dimensions();
        if (sizes[1] != layout.height() || sizes[2] != layout.width()) {
            throw Problem.in(images.file(), "has images of " + IdxFile.sizes(sizes[1], sizes[2]) + " where \""
                    + layout.image() + "\" is " + IdxFile.sizes(layout.height(), layout.width()));
        }
    }

    private static byte[] joined(Path first, byte[][] parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        long length = Arrays.stream(parts).mapToLong(part -> part.length).sum();
        if (length > Integer.MAX_VALUE - 8) {
            throw Problem.in(first, "has " + length + " bytes together with its other part, more than an array holds");
        }
        byte[] all = new byte[(int) length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
