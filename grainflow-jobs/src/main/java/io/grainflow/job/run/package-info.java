/** What all jobs share: the contract, job documents, the registry of kinds, compute options. */
@NullMarked
package io.grainflow.job.run;

import org.jspecify.annotations.NullMarked;
