"""Two doors served by two processes through Voilà: the facilitator's and the participants'.

``supervise`` starts and minds both, ``door`` is one process, ``apps`` the two applications;
``config``, ``handlers``, ``identity`` and ``kernels`` hold what they are made of, ``template/`` the page.
"""
