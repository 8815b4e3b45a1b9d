/** The report: one self-contained page. */
@NullMarked
package io.grainflow.report;

import org.jspecify.annotations.NullMarked;
