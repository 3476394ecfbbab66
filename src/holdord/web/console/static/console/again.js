// Looks again, while a worker is at work, how far the request is; the page is the same without it.
document.addEventListener('DOMContentLoaded', function () {
  const place = document.getElementById('progress')
  let left = 60
  function soon () {
    const at = place && place.querySelector('[data-at-work]')
    if (at && left-- > 0) setTimeout(look, 2000, at.dataset.atWork)
  }
  async function look (address) {
    if (document.hidden) return soon()
    const answer = await fetch(address, { redirect: 'error' }).catch(() => null)
    if (!answer || !answer.ok) return
    const told = document.createElement('div')
    told.innerHTML = await answer.text()
    if (!told.querySelector('[data-at-work]')) return location.reload()
    if (told.innerHTML !== place.innerHTML) place.replaceChildren(...told.childNodes)
    soon()
  }
  soon()
})
