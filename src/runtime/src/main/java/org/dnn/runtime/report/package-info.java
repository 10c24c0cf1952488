/**
 * What a training run shows while it runs and leaves behind when it ends.
 *
 * <p>
 * The training loop fills one {@link org.dnn.runtime.report.RunRecord}. Everything else here is a view of it and has no
 * clock of its own, so the same record gives the same bytes: {@link org.dnn.runtime.report.RunJson} for programs,
 * {@link org.dnn.runtime.report.ReportPage} and {@link org.dnn.runtime.report.LossSvg} for people,
 * {@link org.dnn.runtime.report.Summary} for the terminal. {@link org.dnn.runtime.report.RunFolder} is where the files
 * lie; {@link org.dnn.runtime.report.Progress} is the line that moves meanwhile.
 */
@NullMarked
package org.dnn.runtime.report;

import org.jspecify.annotations.NullMarked;
