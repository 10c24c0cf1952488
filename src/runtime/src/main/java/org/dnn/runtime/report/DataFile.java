package org.dnn.runtime.report;

/**
 * A file that the run has read.
 *
 * @param path    as it is to be shown
 * @param sha256  of its bytes as they lie on the disk, 64 hexadecimal digits
 */
public record DataFile(String path, String sha256) {}
