/** What is measured of samples and targets for chapters and causes alike, whether or not a network was trained on them. */
@NullMarked
package org.paisaje.study.explain.check.data;

import org.jspecify.annotations.NullMarked;
