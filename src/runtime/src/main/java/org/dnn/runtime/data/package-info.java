/**
 * What a network learns from, and the numbers it starts from: files read into columns, rows parted and ordered,
 * statistics, random numbers. All of it is decided by the files and the seed: no clock, no thread and no machine
 * changes a bit.
 *
 * <pre>
 * DataDirectory, Download → CsvFile, IdxFile → Table of Columns → Split → Statistics
 *                                                 Philox → RowOrder, RandomNormal
 * </pre>
 */
@NullMarked
package org.dnn.runtime.data;

import org.jspecify.annotations.NullMarked;
