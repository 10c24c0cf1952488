package org.dnn.runtime.data;

/** One column of a table: as many numbers for each row as it is wide, row after row in one array. */
public sealed interface Column permits FloatColumn, ByteColumn {
    /** How many numbers a row has. */
    int width();

    int rows();

    /** The bytes of memory that the numbers take. */
    long bytes();

    /** One number: that of an element, from 0 to width − 1, in a row. */
    float at(int row, int element);
}
